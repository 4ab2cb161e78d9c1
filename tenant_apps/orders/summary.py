"""The rows that add up to what an order costs today."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from branding.formats import number

from .quoting import Quote


def rows_of(quoted: Quote) -> list[dict[str, Any]]:
    """Every line, then what a coupon, a tax that is added, and a trial change."""
    rows: list[dict[str, Any]] = [
        {
            "label": f"{one.name} × {number(one.quantity)}" if one.quantity > 1 else one.name,
            "amount": one.own_total,
        }
        for one in quoted.every_line
        if one.own_total
    ]
    if quoted.discount:
        rows.append({"label": _("Discount"), "amount": -quoted.discount, "is_saving": True})
    if quoted.tax and not quoted.rate.is_inclusive:
        rows.append({"label": quoted.rate.name or _("Tax"), "amount": quoted.tax})
    if quoted.has_trial:
        rows.append({"label": _("Free trial"), "amount": quoted.due_now - quoted.total, "is_saving": True})
    return rows
