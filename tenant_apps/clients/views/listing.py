"""The office's list of clients: table and cards, filters, columns, kept views, files (REQUIREMENTS S3.1, S5.27)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.sheets import table_answer
from tenants.access import office

from ..columns import Column, cells, chosen, columns, loaded, plain_cells
from ..listing import (
    SINCE,
    TooManyViews,
    default_view,
    forget_view,
    is_filtered,
    keep_view,
    kept_query,
    view_url,
    views_for,
    wished,
)
from ..models import Client, ClientGroup, SavedView, Tag
from ..people import person_of
from ..queries import order_for
from ..typed import typed

CARDS = 24
MOST_IN_WORKBOOK = 20_000
_REMEMBERED = "clients.columns"


@office("clients.view")
@require_GET
def office_clients(request: HttpRequest) -> HttpResponse:
    """Every client, searched by the first letters, filtered, sorted; as a table or as cards."""
    person = person_of(request)
    if not request.GET and (view := default_view(person)):
        return redirect(f"{reverse('office_clients')}{view_url(view)}")
    is_cards = typed(request.GET, "view") == "cards"
    known = columns()
    shown = [one for one in known if one.is_fact] if is_cards else chosen(_names(request), known)
    page = page_of(
        wished(request.GET).select_related("group"),
        request.GET,
        order=order_for(request.GET.get("sort", "")),
        **({"size": CARDS} if is_cards else {}),
    )
    context = {
        "page": page,
        "rows": _rows(shown, page.rows),
        "columns": shown,
        "known": known,
        "is_cards": is_cards,
        "tabs": _tabs(request.GET),
        "kinds": Client.Kind.choices,
        "client_groups": list(ClientGroup.objects.all()),
        "tags": list(Tag.objects.all()[:200]),
        "views": views_for(person, request.GET),
        "is_filtered": is_filtered(request.GET),
        "since": SINCE,
        "kept": kept_query(request.GET),
        "query": request.GET,
        "layouts": _layouts(request.GET, is_cards),
    }
    return render(request, "office/clients/list.html", context)


@office("clients.view")
@require_GET
def office_clients_export(request: HttpRequest) -> HttpResponse:
    """The clients of the list as it is filtered, for a spreadsheet; `client` names some of them."""
    return clients_file(request, wished(request.GET), request.GET.get("form", "csv"))


@office("clients.view")
@require_POST
def office_clients_view(request: HttpRequest) -> HttpResponse:
    """Keep what is looked at under a name."""
    name = typed(request.POST, "name")[:80]
    query = QueryDict(request.POST.get("query", "")[:2000])
    if not name:
        messages.error(request, _("Give the view a name."))
        return redirect(f"{reverse('office_clients')}?{kept_query(query)}")
    try:
        view = keep_view(
            person_of(request),
            name=name,
            query=query,
            columns=_names(request),
            is_shared="is_shared" in request.POST,
            is_default="is_default" in request.POST,
        )
    except TooManyViews:
        messages.error(request, _("You keep many views already. Remove one first."))
        return redirect("office_clients")
    messages.success(request, _("The view is saved."))
    return redirect(f"{reverse('office_clients')}{view_url(view)}")


@office("clients.view")
@require_POST
def office_clients_view_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep a view of one's own no longer."""
    forget_view(get_object_or_404(SavedView, uuid=uuid, person=person_of(request)))
    return redirect(f"{reverse('office_clients')}?sort=")


def clients_file(request: HttpRequest, clients: Any, form: str) -> HttpResponse:
    """Clients with every column, in the form asked for; a workbook only while it is not too long to write."""
    if form == "xlsx" and clients.count() > MOST_IN_WORKBOOK:
        messages.warning(request, _("These are too many rows for a workbook. Take CSV, or fewer."))
        return redirect("office_clients")
    known = columns()
    rows = clients.select_related("group").order_by("search_name", "pk")
    return table_answer(form, "clients", [_("Name"), *(one.label for one in known)], _plain_rows(rows, known))


def _plain_rows(clients: Any, known: Sequence[Column]) -> Iterator[list[object]]:
    left = clients.iterator(chunk_size=2000)
    while some := list(islice(left, 2000)):
        facts = loaded(known, some)
        for client in some:
            yield [client.name, *plain_cells(known, client, facts)]


def _rows(shown: Sequence[Column], clients: Sequence[Client]) -> list[dict[str, Any]]:
    facts = loaded(shown, clients)
    return [
        {"client": client, "cells": list(zip(shown, cells(shown, client, facts), strict=True))}
        for client in clients
    ]


def _names(request: HttpRequest) -> list[str]:
    """The columns that are asked for, else those asked for last."""
    asked = (request.GET or request.POST).getlist("columns")[:60]
    if (
        asked
        and request.session.get(_REMEMBERED) != asked
        and request.method == "GET"
        and "saved" not in request.GET
    ):
        request.session[_REMEMBERED] = asked
    return asked or request.session.get(_REMEMBERED, [])


def _tabs(query: QueryDict) -> list[dict[str, Any]]:
    here = query.get("status", "")
    labels = [("", _("All")), *((value, str(label)) for value, label in Client.Status.choices)]
    return [
        {"label": label, "url": _with(query, status=value), "current": value == here}
        for value, label in labels
    ]


def _layouts(query: QueryDict, is_cards: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Table"), "icon": "rows-3", "url": _with(query, view=""), "current": not is_cards},
        {"label": _("Cards"), "icon": "layout-grid", "url": _with(query, view="cards"), "current": is_cards},
    ]


def _with(query: QueryDict, **changed: str) -> str:
    """The address of the same list with something changed, at its first page."""
    kept = QueryDict(kept_query(query), mutable=True)
    for name, value in changed.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    if columns_asked := query.getlist("columns"):
        kept.setlist("columns", columns_asked)
    # A query without any name would begin with one's own view.
    return f"?{kept.urlencode() or 'sort='}"
