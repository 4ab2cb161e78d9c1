"""Agenda tasks of trials: each finds its thing and calls one verb."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor

from .models import BulkExtension
from .verbs import extend_item, spread_bulk


@handles("trials.spread")
def spread(payload: dict[str, Any], *, by: Actor) -> None:
    spread_bulk(BulkExtension.objects.get(uuid=payload["bulk"]))


@handles("trials.extend_item")
def extend(payload: dict[str, Any], *, by: Actor) -> None:
    extend_item(payload["item"])
