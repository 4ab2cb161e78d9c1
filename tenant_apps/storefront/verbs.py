"""Putting catalogue items into the storefront, and taking them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from shared_apps.catalog import door as catalog
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .models import Offer

Item = catalog.PlanCard | catalog.AddOnCard


class OfferOutOfBounds(ValueError):
    """The retail price is beyond the catalogue's `limit`: its "floor" or its "ceiling", named by `side`."""

    def __init__(self, limit: Money, side: str) -> None:
        super().__init__(f"The retail price is beyond the {side} of {limit}.")
        self.limit, self.side = limit, side


@transaction.atomic
def put_offer(sku: str, retail: Money, *, is_listed: bool = True, by: Actor) -> Offer:
    """Sell a catalogue item for `retail`, in its currency, or change that price.

    Raises `catalog.door.UnknownItem` where the catalogue has no price of it in that currency, and
    `OfferOutOfBounds` with the limit.
    """
    item = catalog.item(sku, retail.currency)
    _refuse_out_of_bounds(item, retail)
    offer, is_new = Offer.objects.update_or_create(
        sku=sku,
        currency=retail.currency,
        defaults={
            "kind": item.kind,
            "name": item.names,
            "retail_minor": retail.minor,
            "is_listed": is_listed,
        },
    )
    record(offer, "put into storefront" if is_new else "change price", by=by, **_terms(offer))
    return offer


@transaction.atomic
def put_suggested_offers(skus: Iterable[str], *, currency: str = "", by: Actor) -> list[Offer]:
    """Sell each of these items for its suggested price in a currency, the shop's own where none is named.

    What is sold already keeps its price.
    """
    currency = currency or current_tenant().currency
    sold = set(Offer.objects.filter(currency=currency).values_list("sku", flat=True))
    items: list[Item] = [*catalog.plans(currency), *catalog.add_ons(currency)]
    wanted = set(skus) - sold
    return [put_offer(item.sku, item.suggested, by=by) for item in items if item.sku in wanted]


@transaction.atomic
def list_offer(offer: Offer, *, is_listed: bool, by: Actor) -> None:
    """Show an offer to visitors, or hide it."""
    offer.is_listed = is_listed
    offer.save(update_fields=["is_listed"])
    record(offer, "list" if is_listed else "hide", by=by)


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: Actor) -> None:
    """Take an offer out of the storefront for good; services sold under it go on."""
    record(offer, "withdraw", by=by, **_terms(offer))
    offer.delete()


def _refuse_out_of_bounds(item: Item, retail: Money) -> None:
    if retail < item.floor:
        raise OfferOutOfBounds(item.floor, "floor")
    if retail > item.ceiling:
        raise OfferOutOfBounds(item.ceiling, "ceiling")


def _terms(offer: Offer) -> dict[str, Any]:
    return {"retail_minor": offer.retail_minor, "currency": offer.currency, "is_listed": offer.is_listed}
