"""Work of the demonstration that needs the sandboxes, and so waits on the agenda until they answer."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments


@handles("demo.connect_stripe", outside=True)
def connect_stripe(payload: dict[str, Any], *, by: Actor) -> None:
    """Take cards by the loopback Stripe; tried again until it answers."""
    payments.connect_stripe(payload["secret_key"], webhook_url=payload["webhook_url"], by=by)
