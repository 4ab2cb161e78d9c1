"""Prices with the reader's tax or without: `{% load prices %}`, then `{% money offer.retail|as_shown:prices %}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from shared_apps.kernel.money import Money

from ..showing import Showing

register = template.Library()


@register.filter
def as_shown(amount: Money, prices: Showing) -> Money:
    """A price as the reader sees it."""
    return prices.of(amount)


@register.filter
def rows_as_shown(rows: Iterable[Any], prices: Showing) -> list[dict[str, Any]]:
    """The rows of a summary (`label`, `amount`, `is_saving`) with amounts as the reader sees them."""
    return [{"label": row.label, "amount": prices.of(row.amount), "is_saving": row.is_saving} for row in rows]


@register.filter
def sum_as_shown(rows: Iterable[Any], prices: Showing) -> Money:
    """What the rows of a summary come to; there is at least one."""
    listed = [row.amount for row in rows]
    return prices.of_all(listed, listed[0].currency)
