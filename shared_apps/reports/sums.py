"""Sums of sales over a period and the one before it, by whatever a report asks: one query each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from shared_apps.kernel.money import Money

from .models import SaleFact
from .spans import Span

AMOUNTS = ("net", "tax", "discount", "wholesale", "fee", "commission", "margin")
# What a report may be arranged by, and the column of it.
KEYS = {
    "reseller": "tenant_id",
    "product": "product_sku",
    "plan": "sku",
    "country": "country",
    "client": "client_uuid",
    "occasion": "occasion",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What sales brought, refunds taken off; all in one currency. `sold` counts units."""

    net: Money
    tax: Money
    discount: Money
    wholesale: Money
    fee: Money
    commission: Money
    margin: Money
    sold: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a report: what `key` brought in the period, and in the one before."""

    key: object
    now: Figures
    before: Figures

    @property
    def change(self) -> float | None:
        """Of the net revenue, in per cent of the period before; None where there was nothing."""
        return self.change_of("net")

    def change_of(self, name: str) -> float | None:
        """The same of another amount."""
        now, was = getattr(self.now, name).minor, getattr(self.before, name).minor
        return None if was <= 0 else 100 * float(now - was) / was


@dataclass(frozen=True, slots=True)
class Day:
    """Net revenue and wholesale of one day, in minor units."""

    day: date
    net: int
    wholesale: int


def facts_of(tenant_id: int | None = None) -> QuerySet[SaleFact]:
    """The lines of one tenant, or of every reseller; the isolation proof's own tenants sell nothing."""
    facts = SaleFact.objects.order_by()
    if tenant_id is not None:
        return facts.filter(tenant_id=tenant_id)
    return facts.filter(tenant__is_probe=False, tenant__kind="reseller")


@dataclass(frozen=True, slots=True)
class Report:
    """The largest lines, all of them together, and how many lines are left out."""

    lines: Sequence[Line]
    total: Line
    left_out: int


def lines_by(
    facts: QuerySet[SaleFact], by: str, span: Span, currency: str, *, most: int | None = None
) -> Report:
    """A line for each reseller, product, plan, country, client or occasion, the largest first. One query."""
    column, before = KEYS[by], span.before
    is_now, was_then = Q(day__gte=span.first), Q(day__lt=span.first)
    sums = {name: Sum(f"{name}_minor", filter=is_now, default=0) for name in AMOUNTS}
    were = {f"{name}_then": Sum(f"{name}_minor", filter=was_then, default=0) for name in AMOUNTS}
    counts = {
        "sold": Sum("quantity", filter=is_now, default=0),
        "sold_then": Sum("quantity", filter=was_then, default=0),
    }
    found = (
        facts.filter(currency=currency, day__gte=before.first, day__lte=span.last)
        .values(column)
        .annotate(**sums, **were, **counts)
    )
    rows = sorted(found, key=lambda row: (-row["net"], -row["net_then"], str(row[column])))
    whole = {name: sum(row[name] for row in rows) for name in (*sums, *were, *counts)}
    return Report(
        [_line(row[column], row, currency) for row in rows[:most]],
        _line("", whole, currency),
        0 if most is None else max(0, len(rows) - most),
    )


def _line(key: object, row: dict[str, int], currency: str) -> Line:
    return Line(key, _figures(row, currency), _figures(row, currency, "_then"))


def days_of(facts: QuerySet[SaleFact], first: date, last: date, currency: str) -> list[Day]:
    """Net revenue and wholesale of each day on which there was any. One query."""
    sums = (
        facts.filter(currency=currency, day__gte=first, day__lte=last)
        .values_list("day")
        .annotate(net=Sum("net_minor"), cost=Sum("wholesale_minor"))
        .order_by("day")
    )
    return [Day(day, int(net), int(cost)) for day, net, cost in sums]


def currencies_of(facts: QuerySet[SaleFact]) -> list[str]:
    """The currencies in which anything was sold."""
    return sorted(facts.values_list("currency", flat=True).distinct())


def _figures(row: dict[str, int], currency: str, then: str = "") -> Figures:
    sums = {name: Money(int(row[f"{name}{then}"]), currency) for name in AMOUNTS}
    return _made(sums, int(row[f"sold{then}"]))


def _made(sums: dict[str, Any], sold: int) -> Figures:
    return Figures(**sums, sold=sold)
