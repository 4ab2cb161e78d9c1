"""Agenda tasks of crossings."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor

from .models import Crossing
from .verbs import settle


@handles("crossings.settle")
def settle_crossing(payload: dict[str, Any], *, by: Actor) -> None:
    """Close a crossing whose time is over."""
    crossing = Crossing.objects.filter(uuid=payload["crossing"]).first()
    if crossing is not None:
        settle(crossing, by=by)
