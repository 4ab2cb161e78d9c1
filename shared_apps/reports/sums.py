"""Where the figures of sales are summed from: days' sums, and rows where a report is by client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from .models import Cut, DayFigure, SaleFact

AMOUNTS = ("net", "tax", "discount", "wholesale", "fee", "commission", "margin")
# What a report may be arranged by, and the column of it; `when` is by days, weeks or months.
KEYS = {
    "reseller": "tenant_id",
    "product": "product_sku",
    "plan": "sku",
    "country": "country",
    "client": "client_uuid",
    "occasion": "occasion",
}
Source = QuerySet[SaleFact] | QuerySet[DayFigure]


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


def sums_of(tenant_id: int | None = None, by: str = "") -> Source:
    """The days' sums of the same that a report arranged `by` adds up; of clients there are only the rows."""
    if by == "client":
        return facts_of(tenant_id)
    in_parts = by not in ("", "when", "reseller")
    if tenant_id is not None:
        cut = Cut.ONE_PARTS if in_parts else Cut.ONE
        return DayFigure.objects.order_by().filter(tenant_id=tenant_id, cut=cut)
    if by == "reseller":
        figures = DayFigure.objects.order_by().filter(cut=Cut.ONE)
        return figures.filter(tenant__is_probe=False, tenant__kind="reseller")
    return DayFigure.objects.order_by().filter(cut=Cut.ALL_PARTS if in_parts else Cut.ALL)


def rows_of(source: Source) -> Count | Sum:
    """How many rows a sum is of; a day's sum may be of none any more."""
    return Count("pk") if source.model is SaleFact else Sum("lines")


def days_of(source: Source, first: date, last: date, currency: str) -> list[Day]:
    """Net revenue and wholesale of each day on which there was any. One query."""
    sums = (
        source.filter(currency=currency, day__gte=first, day__lte=last)
        .values_list("day")
        .annotate(net=Sum("net_minor"), cost=Sum("wholesale_minor"), told=rows_of(source))
        .exclude(told=0)
        .order_by("day")
    )
    return [Day(day, int(net), int(cost)) for day, net, cost, _rows in sums]


def currencies_of(source: Source) -> list[str]:
    """The currencies in which anything was sold."""
    sums = source.values_list("currency").annotate(told=rows_of(source)).exclude(told=0)
    return sorted(currency for currency, _rows in sums)
