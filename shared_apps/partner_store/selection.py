"""What somebody has picked in the Partner Store and not sent yet, kept in their session (REQUIREMENTS S4.4, S4.7)."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

from branding.formats import ascii_digits

from .models.item import MOST_AT_ONCE

_KEY = "partner_store_selection"
MOST_ITEMS = 50
Selection = dict[str, int]


def selection_of(request: HttpRequest) -> Selection:
    found: Selection = request.session.get(_KEY, {})
    return dict(found)


def keep_selection(request: HttpRequest, chosen: Mapping[str, int]) -> None:
    request.session[_KEY] = dict(list(chosen.items())[:MOST_ITEMS])


def drop_selection(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def read_selection(request: HttpRequest) -> Selection:
    """The ticked items of the form with their numbers: `item=<sku>`, `quantity-<sku>=<number>` (1 where unreadable)."""
    skus = [sku for sku in request.POST.getlist("item") if sku and "\x00" not in sku and len(sku) <= 64]
    return {sku: _count(request.POST.get(f"quantity-{sku}", "1")) for sku in dict.fromkeys(skus[:MOST_ITEMS])}


def _count(text: str) -> int:
    digits = ascii_digits(text).strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        return 1
    return min(max(int(digits), 1), MOST_AT_ONCE)
