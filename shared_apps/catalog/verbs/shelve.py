"""Order on the shelves: what stands where, what is no longer sold, and what is sold again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..models import AddOn, Group, Plan, Product, Tier

Item = Product | Plan | AddOn
Placed = Group | Product | Plan | AddOn | Tier


class EndingTaken(ValueError):
    """Another plan sells names with this ending already."""


class StillInUse(ValueError):
    """It cannot go: others stand under it."""


@transaction.atomic
def retire(item: Item, *, by: Actor) -> None:
    """Take it off sale. Services already sold go on and renew; offers of it leave every storefront at once."""
    _set_active(item, False)
    record(item, "retire", by=by)


@transaction.atomic
def bring_back(item: Item, *, by: Actor) -> None:
    """Sell it again, at the prices it had; raises `EndingTaken`."""
    if isinstance(item, Plan) and item.tld:
        sold = Plan.objects.select_for_update().filter(tld=item.tld, is_active=True)
        if sold.exclude(pk=item.pk).exists():
            raise EndingTaken(item.tld)
    _set_active(item, True)
    record(item, "bring back", by=by)


@transaction.atomic
def remove_group(group: Group, *, by: Actor) -> None:
    """Take an empty shelf away; raises `StillInUse`."""
    if Product.objects.filter(group=group).exists():
        raise StillInUse(group.slug)
    record(group, "remove", by=by)
    group.delete()


@transaction.atomic
def move(thing: Placed, step: int, *, by: Actor) -> None:
    """Put it `step` places further along its shelf: -1 is one earlier. At the end of the shelf it stays."""
    shelf: list[Any] = list(beside(thing).select_for_update())
    at = shelf.index(thing)
    to = min(max(at + step, 0), len(shelf) - 1)
    shelf.insert(to, shelf.pop(at))
    for position, each in enumerate(shelf):
        each.position = position
    type(thing)._base_manager.bulk_update(shelf, ["position"])
    record(thing, "move", by=by, position=to)


def beside(thing: Placed) -> QuerySet[Any]:
    """What stands on the same shelf, itself included, in order."""
    rows: QuerySet[Any] = type(thing)._default_manager.all()
    if isinstance(thing, Product):
        return rows.filter(group_id=thing.group_id)
    if isinstance(thing, Plan):
        return rows.filter(product_id=thing.product_id)
    return rows


def next_position(shelf: QuerySet[Any]) -> int:
    """The place after the last of a shelf."""
    last: int | None = shelf.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _set_active(item: Item, is_active: bool) -> None:
    item.is_active = is_active
    item.save(update_fields=["is_active"])
