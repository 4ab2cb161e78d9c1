"""What a change of prices means, item by item: as it is kept, and as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared_apps.kernel.money import Money

from .models import AddOn, Plan
from .wording import per_unit


def shown_rows(rows: Sequence[dict[str, Any]], currency: str) -> list[dict[str, Any]]:
    """Kept rows with Money and the items' names in the reader's language. Two queries."""
    names = _names([row["sku"] for row in rows])
    return [_shown(row, names.get(row["sku"], (row["sku"], "")), currency) for row in rows]


def _shown(row: dict[str, Any], name: tuple[str, str], currency: str) -> dict[str, Any]:
    before, after = (Money(minor, currency) for minor in row["wholesale"])
    margin_before, margin_after = (Money(minor, currency) for minor in row["margin"])
    return {
        "sku": row["sku"],
        "name": name[0],
        "per": name[1],
        "wholesale": {"before": before, "after": after, "is_changed": before != after},
        "floor": Money(row["floor"], currency),
        "ceiling": Money(row["ceiling"], currency),
        "retail": None if row["retail"] is None else Money(row["retail"], currency),
        "is_blocked": row["blocked"],
        "sold": row["sold"],
        "margin_before": margin_before,
        "margin_after": margin_after,
    }


def _names(skus: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Name and unit of each item, by sku."""
    plans = Plan.objects.filter(sku__in=skus).select_related("product")
    found = {one.sku: (f"{one.product} {one}", per_unit(one.period, one.per_seat)) for one in plans}
    add_ons = AddOn.objects.filter(sku__in=skus)
    return found | {one.sku: (str(one), per_unit(one.period, one.per_seat)) for one in add_ons}
