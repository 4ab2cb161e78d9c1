"""Lists in pages: the same page links everywhere, with the search kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PER_PAGE = 25
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, how many there are in all, and the addresses of the pages beside it."""

    rows: Sequence[Any]
    total: int
    first: int
    last: int
    previous_url: str
    next_url: str


def page_of(request: HttpRequest, found: QuerySet[Any, Any]) -> Listing:
    """The page that `?page=` names; an unreadable or too large number gives the nearest one. Two queries."""
    page: Page[Model] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return Listing(
        rows=list(page.object_list),
        total=page.paginator.count,
        first=page.start_index(),
        last=page.end_index(),
        previous_url=_url(request, page.number - 1) if page.has_previous() else "",
        next_url=_url(request, page.number + 1) if page.has_next() else "",
    )


def search_of(request: HttpRequest) -> str:
    """What is searched for, without what no stored text can hold."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]


def _url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
