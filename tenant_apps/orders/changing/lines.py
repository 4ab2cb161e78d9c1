"""The rows of a change: what is given back of the old, what is asked for the new, by the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared_apps.kernel.money import Money
from shared_apps.kernel.periods import Stretch
from shared_apps.kernel.proration import unused
from shared_apps.kernel.taxes import Taxed, TaxRate, tax_on

from ..models import PaidPeriod, Service
from .target import Target
from .worth import kept_of


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One row: `price` is after discount and before tax (with it, where prices are inclusive); negative gives back."""

    name: str
    quantity: int
    price: Money
    wholesale: Money
    rate: TaxRate
    kind: str
    sku: str
    period: tuple[datetime | None, datetime | None] = (None, None)

    @property
    def is_credit(self) -> bool:
        return self.price.minor < 0

    @property
    def taxed(self) -> Taxed:
        return tax_on(self.price, self.rate)

    @property
    def gross(self) -> Money:
        return self.taxed.gross


def paid_ahead(service: Service, at: datetime) -> list[PaidPeriod]:
    """The paid time that is not used up at a moment, oldest first."""
    rows = service.paid_periods.filter(ends_at__gt=at, replaced_at=None).select_related("item")
    return list(rows.order_by("starts_at", "pk"))


def same_period_lines(
    service: Service, targets: Sequence[Target], rows: Sequence[PaidPeriod], at: datetime, rate: TaxRate
) -> list[QuoteLine]:
    """The paid time stays as it is: what leaves it is given back for the rest of it, what joins is asked for it."""
    kept = {one.keeps for one in targets if one.keeps}
    lines = [credit(row, at) for row in rows if row.item_id not in kept]
    for stretch in stretches_of(rows):
        there = {row.item_id for row in rows if row.stretch == stretch}
        lines += [
            _charge(service, one, stretch, at, rate)
            for one in targets
            if one.is_recurring and one.keeps not in there
        ]
    return [*lines, *_once(service, targets, rate)]


def new_period_lines(
    service: Service,
    targets: Sequence[Target],
    rows: Sequence[PaidPeriod],
    stretch: Stretch,
    rate: TaxRate,
) -> list[QuoteLine]:
    """A new period begins at once: all that is left of the old one is given back."""
    lines = [credit(row, stretch.start) for row in rows]
    lines += [_charge(service, one, stretch, stretch.start, rate) for one in targets if one.is_recurring]
    return [*lines, *_once(service, targets, rate)]


def stretches_of(rows: Sequence[PaidPeriod]) -> list[Stretch]:
    return list(dict.fromkeys(row.stretch for row in rows))


def credit(row: PaidPeriod, at: datetime) -> QuoteLine:
    """What is left of one paid row, as a negative amount, with the tax that was paid on it."""
    return QuoteLine(
        name=row.item.name,
        quantity=row.item.quantity,
        price=-unused(kept_of(row, row.price), row.stretch, at),
        wholesale=-unused(kept_of(row, row.wholesale), row.stretch, at),
        rate=row.rate,
        kind="proration",
        sku=row.item.sku,
        period=(max(at, row.starts_at), row.ends_at),
    )


def _charge(service: Service, one: Target, stretch: Stretch, at: datetime, rate: TaxRate) -> QuoteLine:
    billed = one.billed_for(service, stretch)
    return QuoteLine(
        name=one.name,
        quantity=one.quantity,
        price=unused(billed.price, stretch, at),
        wholesale=unused(billed.wholesale, stretch, at),
        rate=rate,
        kind="proration",
        sku=one.sku,
        period=(max(at, stretch.start), stretch.end),
    )


def _once(service: Service, targets: Sequence[Target], rate: TaxRate) -> list[QuoteLine]:
    """What is bought once and was not there before."""
    return [
        QuoteLine(
            one.name,
            one.quantity,
            one.price(service),
            Money(one.wholesale_unit_minor * one.quantity, one.currency),
            rate,
            one.kind,
            one.sku,
        )
        for one in targets
        if not one.is_recurring and not one.keeps
    ]
