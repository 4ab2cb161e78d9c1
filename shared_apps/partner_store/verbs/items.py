"""The operator's catalogue of extra services: made, changed, ordered, taken off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..models import StoreItem, StorePrice


class SkuTaken(ValueError):
    """Another item has the SKU."""


class NeedsItself(ValueError):
    """An item would need itself, by itself or by way of others: nobody could ever ask for it."""


def save_item(
    item: StoreItem | None,
    *,
    fields: Mapping[str, Any],
    prices: Mapping[str, int],
    needs: Collection[StoreItem] = (),
    by: Actor,
) -> StoreItem:
    """Write an item with its prices (minor units by currency) and what it needs; None makes a new one.

    What was sold keeps the price at which it was asked for. Raises `SkuTaken`, `NeedsItself`.
    """
    is_new = item is None
    item = item or StoreItem(position=_last() + 1)
    try:
        with transaction.atomic():
            for name, value in fields.items():
                setattr(item, name, value)
            item.save()
            _set_needs(item, needs)
            _set_prices(item, prices)
            record(item, "add" if is_new else "change", by=by, prices=dict(prices))
    except IntegrityError as clash:
        if "sku" in str(clash):
            raise SkuTaken(item.sku) from clash
        raise
    return item


@transaction.atomic
def order_items(uuids: Sequence[str], *, by: Actor) -> None:
    """Put the items into this order; those that are not named come after them as they were."""
    ranks = {uuid: rank for rank, uuid in enumerate(uuids)}
    items = sorted(
        StoreItem.objects.select_for_update().order_by("position", "pk"),
        key=lambda item: ranks.get(str(item.uuid), len(ranks)),
    )
    for position, item in enumerate(items):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])


def _set_prices(item: StoreItem, prices: Mapping[str, int]) -> None:
    item.prices.exclude(currency__in=prices).delete()
    for currency, minor in prices.items():
        StorePrice.objects.update_or_create(item=item, currency=currency, defaults={"amount_minor": minor})


def _set_needs(item: StoreItem, needs: Collection[StoreItem]) -> None:
    item.needs.set(needs)
    seen: set[int] = set()
    ahead = {needed.pk for needed in needs}
    while ahead:
        if item.pk in ahead:
            raise NeedsItself(item.sku)
        seen |= ahead
        ahead = set(StoreItem.needs.through.objects.filter(from_storeitem_id__in=ahead)
                    .values_list("to_storeitem_id", flat=True)) - seen  # fmt: skip


def _last() -> int:
    return int(StoreItem.objects.aggregate(last=Max("position"))["last"] or 0)
