"""What accounts do later."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor

from .browsers import forget_old


@handles("accounts.forget_browsers")
def forget_browsers(payload: dict[str, Any], *, by: Actor) -> None:
    forget_old(payload["person"])
