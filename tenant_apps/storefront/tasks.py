"""Agenda tasks: what the operator's change of prices means here, and telling those who decide."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.catalog import door as catalog
from shared_apps.kernel.actor import Actor

from . import price_changes


@handles("storefront.weigh_prices")
def weigh_prices(payload: dict[str, Any], *, by: Actor) -> None:
    catalog.note_weighed(payload["version"], price_changes.weigh(payload["version"]))


@handles("storefront.announce_prices")
def announce_prices(payload: dict[str, Any], *, by: Actor) -> None:
    # Withdrawn while this reseller was stopped: there is nothing to tell.
    if catalog.price_change(payload["version"]):
        catalog.note_announced(payload["version"])
        price_changes.tell_owners(payload["version"], "prices_announced")


@handles("storefront.call_prices_off")
def call_prices_off(payload: dict[str, Any], *, by: Actor) -> None:
    price_changes.tell_owners(payload["version"], "prices_called_off")
