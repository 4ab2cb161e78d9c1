"""What somebody wishes to see of the list of clients: filters, order, columns; and views of it that they keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import User

from .models import Client, SavedView
from .queries import listed_clients
from .typed import typed

LIST = "clients"
FILTERS = ("q", "status", "kind", "group", "tag", "domain", "since")
KEPT = (*FILTERS, "sort", "view")
DOMAINS = {
    "verified": Q(domain_verified_at__isnull=False),
    "unverified": Q(domain_verified_at=None) & ~Q(domain=""),
    "none": Q(domain=""),
}
SINCE = ("7", "30", "90", "365")
MOST_VIEWS = 50


class TooManyViews(Exception):
    """Nobody looks through so many."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A kept view with the query that shows it."""

    view: SavedView
    url: str
    current: bool
    is_mine: bool


def wished(query: QueryDict) -> QuerySet[Client]:
    """The clients that fit the filters of an address; unknown values are left out."""
    clients = listed_clients(text=typed(query, "q"), kind=typed(query, "kind"), status=typed(query, "status"))
    if group := uuid_of(typed(query, "group")):
        clients = clients.filter(group__uuid=group)
    if tag := uuid_of(typed(query, "tag")):
        clients = clients.filter(tags__uuid=tag)
    if typed(query, "domain") in DOMAINS:
        clients = clients.filter(DOMAINS[typed(query, "domain")])
    if typed(query, "since") in SINCE:
        clients = clients.filter(created_at__gte=now() - timedelta(days=int(typed(query, "since"))))
    return clients


def is_filtered(query: QueryDict) -> bool:
    """Whether anything narrows the list."""
    return any(typed(query, name) for name in FILTERS)


def kept_query(query: QueryDict) -> str:
    """What of an address a view keeps: no page, no columns, nothing unknown."""
    kept = QueryDict(mutable=True)
    kept.update({name: typed(query, name) for name in KEPT if typed(query, name)})
    return kept.urlencode()


def views_for(person: User, query: QueryDict) -> list[Marked]:
    """One's own views and those that others share, the one that is looked at marked. One query."""
    rows = SavedView.objects.filter(Q(person=person) | Q(is_shared=True), list_name=LIST)
    here = typed(query, "saved")
    return [
        Marked(one, _url(one), str(one.uuid) == here, one.person_id == person.pk) for one in rows[:MOST_VIEWS]
    ]


def default_view(person: User) -> SavedView | None:
    """With what somebody begins."""
    return SavedView.objects.filter(person=person, list_name=LIST, is_default=True).first()


def view_url(view: SavedView) -> str:
    """The query that shows a view."""
    return _url(view)


def keep_view(
    person: User, *, name: str, query: QueryDict, columns: Sequence[str], is_shared: bool, is_default: bool
) -> SavedView:
    """Keep what is looked at; the same name again replaces it. Raises `TooManyViews`."""
    mine = SavedView.objects.filter(person=person, list_name=LIST)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if mine.exclude(name=name).count() >= MOST_VIEWS:
            raise TooManyViews
        if is_default:
            mine.update(is_default=False)
        view, _is_new = SavedView.objects.update_or_create(
            person=person,
            list_name=LIST,
            name=name,
            defaults={
                "query": kept_query(query),
                "columns": list(columns)[:60],
                "is_shared": is_shared,
                "is_default": is_default,
            },
        )
    return view


def forget_view(view: SavedView) -> None:
    """Keep it no longer."""
    view.delete()


def uuid_of(text: str) -> UUID | None:
    """The uuid that was typed, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _url(view: SavedView) -> str:
    query = QueryDict(view.query, mutable=True)
    query["saved"] = str(view.uuid)
    if view.columns:
        query.setlist("columns", view.columns)
    return f"?{query.urlencode()}"
