"""What services that come here would cost: this shop's own prices, in the client's currency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shared_apps.catalog import door as catalog
from shared_apps.kernel.money import Money, total
from tenant_apps.storefront.queries import OfferCard, listed


class NotSoldHere(Exception):
    """This shop does not sell some of it in the client's currency; `names` are what is missing."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(set(names))
        super().__init__(", ".join(self.names))


def priced(services: Iterable[dict[str, Any]], currency: str) -> list[dict[str, Any]]:
    """The services with this shop's price on each item. Raises `NotSoldHere`."""
    services = list(services)
    offers = _offers(currency)
    missing = [item["name"] for one in services for item in one["items"] if item["sku"] not in offers]
    if missing:
        raise NotSoldHere(missing)
    return [_priced(one, offers, currency) for one in services]


def _priced(service: dict[str, Any], offers: dict[str, OfferCard], currency: str) -> dict[str, Any]:
    items = [
        {**item, "currency": currency, "unit_minor": offers[item["sku"]].retail.minor}
        for item in service["items"]
    ]
    recurring = [
        Money(item["unit_minor"], currency) * item["quantity"] for item in items if item["period"] != "once"
    ]
    return {
        **service,
        "currency": currency,
        "items": items,
        "price_minor": total(recurring, currency).minor,
    }


def wholesale_of(sku: str, currency: str, *, otherwise: int) -> int:
    """What a unit costs this shop, in minor units; `otherwise` where it is not sold here any more."""
    try:
        return catalog.item(sku, currency).wholesale.minor
    except catalog.UnknownItem:
        return otherwise


def _offers(currency: str) -> dict[str, OfferCard]:
    plans = listed(currency)
    return {one.sku: one for plan in plans for one in (plan, *plan.add_ons)}
