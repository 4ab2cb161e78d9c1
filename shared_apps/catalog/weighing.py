"""Reads of a price version: its lines, what it means to each reseller, whom it has reached."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from shared_apps.kernel.money import Money

from .models import Outlook, PriceLine, PriceVersion
from .reckoning import Amounts, amounts_of, item_name, wanted

WORST_FIRST = "change_bp"


def outlooks(version: PriceVersion, search: str) -> QuerySet[Outlook]:
    """What it means to each reseller, in each of its currencies."""
    found = version.outlooks.select_related("tenant").defer("rows")
    return found.filter(tenant__name__icontains=search) if search else found


def outlook_sums(version: PriceVersion) -> list[dict[str, Any]]:
    """By currency: margins before and after, how many resellers lose, how many offers leave the shops. One query."""
    rows = version.outlooks.values("currency").annotate(
        old=Sum("before_minor"),
        new=Sum("after_minor"),
        blocked=Sum("blocked"),
        losing=Count("pk", filter=Q(change_bp__lt=0)),
        resellers=Count("pk"),
    )
    return [
        {
            **row,
            "before": Money(row["old"], row["currency"]),
            "after": Money(row["new"], row["currency"]),
        }
        for row in rows.order_by("currency")
    ]


def progress(version: PriceVersion) -> dict[str, Any]:
    """How many resellers are reckoned, of how many. One query."""
    counts = version.reaches.aggregate(
        total=Count("pk"), done=Count("pk", filter=Q(weighed_at__isnull=False))
    )
    is_begun = version.weighed_at is not None
    return {**counts, "is_begun": is_begun, "is_weighed": is_begun and counts["done"] == counts["total"]}


def reached(version: PriceVersion) -> dict[str, int]:
    """How many resellers were told, and how many have the new prices for running services. One query."""
    return version.reaches.aggregate(
        told=Count("pk", filter=Q(announced_at__isnull=False)),
        taken_over=Count("pk", filter=Q(taken_over_at__isnull=False)),
        services=Sum("services", default=0),
    )


def lines_of(version: PriceVersion, most: int) -> list[dict[str, Any]]:
    """Each price that changes, with every amount before and after. Three queries."""
    lines = version.lines.select_related("price__plan__product", "price__add_on")
    found = lines.prefetch_related("price__of_tiers__tier").order_by("price__currency", "pk")[:most]
    return [_line(line) for line in found]


def _line(line: PriceLine) -> dict[str, Any]:
    old = Amounts(**line.before) if line.before else amounts_of(line.price)
    new = wanted(line, old)
    code = line.price.currency
    plain = [
        (getattr(old, name), getattr(new, name)) for name in ("wholesale", "floor", "suggested", "ceiling")
    ]
    slugs = sorted(slug for slug in {**old.tiers, **new.tiers} if old.tiers.get(slug) != new.tiers.get(slug))
    return {
        "name": item_name(line.price),
        "currency": code,
        "amounts": [_pair(before, after, code) for before, after in plain],
        "tiers": [(slug, _pair(old.tiers.get(slug), new.tiers.get(slug), code)) for slug in slugs],
    }


def _pair(before: int | None, after: int | None, code: str) -> dict[str, Any]:
    return {
        "before": None if before is None else Money(before, code),
        "after": None if after is None else Money(after, code),
        "is_changed": before != after,
    }
