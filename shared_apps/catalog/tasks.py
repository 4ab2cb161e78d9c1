"""Agenda tasks: a change of prices is told of, and put in force on its date."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor

from . import verbs


@handles("catalog.announce_prices")
def announce_prices(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.announce(payload["version"])


@handles("catalog.apply_prices")
def apply_prices(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.apply_version(payload["version"], by=by)
