"""Keyset pages: a page begins after the last thing of the one before, however many are added meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from tenants.context import current_tenant
from tenants.hosts import portal_url

Thing = TypeVar("Thing")
DEFAULT_SIZE, LARGEST_SIZE = 50, 100


@dataclass(frozen=True, slots=True)
class Page(Generic[Thing]):
    items: Sequence[Thing]
    next: str | None


def page_of(things: Sequence[Thing], request: Request, *, key: Callable[[Thing], Any]) -> Page[Thing]:
    """The part of a list that `?after=<key>&limit=<n>` asks for, and the address of the next part."""
    size = _size(request.query_params.get("limit", ""))
    start = _start(things, request.query_params.get("after", ""), key)
    part = things[start : start + size]
    if start + size >= len(things):
        return Page(part, None)
    query = urlencode({"after": key(part[-1]), "limit": size})
    return Page(part, portal_url(current_tenant(), f"{request.path}?{query}"))


def _size(wish: str) -> int:
    if not wish:
        return DEFAULT_SIZE
    if not (wish.isascii() and wish.isdigit() and len(wish) < 6 and 1 <= int(wish) <= LARGEST_SIZE):
        raise ValidationError({"limit": [_("A whole number from 1 to %(most)s.") % {"most": LARGEST_SIZE}]})
    return int(wish)


def _start(things: Sequence[Thing], after: str, key: Callable[[Thing], Any]) -> int:
    if not after:
        return 0
    found = next((index for index, thing in enumerate(things) if str(key(thing)) == after), None)
    if found is None:
        raise ValidationError({"after": [_("Nothing here has this key.")]})
    return found + 1
