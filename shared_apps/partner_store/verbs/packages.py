"""The operator's packages: written, priced, taken out of the choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money

from ..models import PlatformPlan, PlatformPrice


class SkuTaken(ValueError):
    """There is a package of this name."""


@dataclass(frozen=True, slots=True)
class PackageWish:
    """What a package is. `prices`: (currency, period) → amount; what is missing has no price any more."""

    sku: str
    names: Mapping[str, str]
    features: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seats: int = 5
    position: int = 0
    is_active: bool = True
    prices: Mapping[tuple[str, str], Money] = field(default_factory=dict)


@transaction.atomic
def put_package(wish: PackageWish, *, package: PlatformPlan | None = None, by: Actor) -> PlatformPlan:
    """Write a new package, or change one; its sku stays. What was billed stays as it was. Raises `SkuTaken`."""
    is_new = package is None
    written = package or PlatformPlan(sku=wish.sku)
    written.names, written.features = (
        dict(wish.names),
        {key: list(rows) for key, rows in wish.features.items()},
    )
    written.seats, written.position, written.is_active = wish.seats, wish.position, wish.is_active
    try:
        with transaction.atomic():
            written.save()
    except IntegrityError:
        raise SkuTaken(wish.sku) from None
    _price(written, wish.prices)
    facts = {f"{currency} {period}": price.minor for (currency, period), price in wish.prices.items()}
    record(written, "add package" if is_new else "change package", by=by, prices=facts, seats=wish.seats)
    return written


def _price(package: PlatformPlan, prices: Mapping[tuple[str, str], Money]) -> None:
    for row in package.prices.all():
        if (row.currency, row.period) not in prices:
            row.delete()
    for (currency, period), price in prices.items():
        PlatformPrice.objects.update_or_create(
            plan=package, currency=currency, period=period, defaults={"amount_minor": price.minor}
        )
