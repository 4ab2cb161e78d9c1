"""Clients in the office: the list, one client, adding, editing, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.keyset import page_of
from tenants.access import office

from ..forms import ClientForm
from ..models import Client
from ..people import person_of
from ..queries import contacts_for, listed_clients, order_for
from ..typed import typed
from ..verbs import add_client, close_clients, edit_client, reopen_client

_MOST_AT_ONCE = 200
_EXPORTED = ("name", "kind", "status", "email", "mobile", "city", "country", "created_at")


@office("clients.view")
@require_GET
def office_clients(request: HttpRequest) -> HttpResponse:
    """Every client, searched by the first letters, filtered, sorted."""
    context = {
        "page": page_of(_wished(request.GET), request.GET, order=order_for(request.GET.get("sort", ""))),
        "tabs": _tabs(request.GET),
        "kinds": Client.Kind.choices,
        "query": request.GET,
    }
    return render(request, "office/clients/list.html", context)


@office("clients.view")
@require_GET
def office_clients_export(request: HttpRequest) -> HttpResponse:
    """The clients of the list as it is filtered, for a spreadsheet."""
    heads = [
        _("Name"),
        _("Kind"),
        _("Status"),
        _("E-mail address"),
        _("Mobile"),
        _("City"),
        _("Country"),
        _("Since"),
    ]
    rows = _wished(request.GET).order_by("search_name", "pk").values_list(*_EXPORTED)
    return csv_answer("clients", heads, map(_cells(), rows.iterator(chunk_size=5000)))


@office("clients.view")
@require_GET
def office_client(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is known of a client, and who signs in for it."""
    client = get_object_or_404(Client, uuid=uuid)
    return render(
        request, "office/clients/profile.html", {"client": client, "contacts": contacts_for(client)}
    )


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_add(request: HttpRequest) -> HttpResponse:
    """Enter a new client: General and Address."""
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        client = add_client(form.cleaned_data, by=person_of(request).actor)
        messages.success(request, _("%(name)s is added.") % {"name": client.name})
        return redirect("office_client", client.uuid)
    return render(request, "office/clients/form.html", {"form": form})


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a client's data."""
    client = get_object_or_404(Client, uuid=uuid)
    form = ClientForm(request.POST or None, instance=client)
    if request.method == "POST" and form.is_valid():
        edit_client(client, form.cleaned_data, by=person_of(request).actor)
        messages.success(request, _("The changes are saved."))
        return redirect("office_client", client.uuid)
    return render(request, "office/clients/form.html", {"form": form, "client": client})


@office("clients.edit")
@require_POST
def office_clients_closure(request: HttpRequest) -> HttpResponse:
    """Close the ticked clients."""
    uuids = [uuid for uuid in request.POST.getlist("client")[:_MOST_AT_ONCE] if _is_uuid(uuid)]
    clients = list(Client.objects.filter(uuid__in=uuids))
    closed = close_clients(clients, reason="", by=person_of(request).actor)
    messages.success(
        request,
        ngettext("%(count)s client is closed.", "%(count)s clients are closed.", closed) % {"count": closed},
    )
    return redirect("office_clients")


@office("clients.edit")
@require_POST
def office_client_opening(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let a closed client buy again."""
    client = get_object_or_404(Client, uuid=uuid, status=Client.Status.CLOSED)
    reopen_client(client, by=person_of(request).actor)
    return redirect("office_client", client.uuid)


def _wished(query: QueryDict) -> Any:
    names = {"text": "q", "kind": "kind", "status": "status"}
    return listed_clients(**{name: typed(query, asked) for name, asked in names.items()})


def _tabs(query: QueryDict) -> list[dict[str, Any]]:
    here = query.get("status", "")
    labels = [("", _("All")), *((value, str(label)) for value, label in Client.Status.choices)]
    return [
        {"label": label, "url": f"?status={value}" if value else "?", "current": value == here}
        for value, label in labels
    ]


def _cells() -> Callable[[Any], list[object]]:
    """Turns a row of values into what people read; the words are looked up once for all rows."""
    kinds = {value: str(label) for value, label in Client.Kind.choices}
    statuses = {value: str(label) for value, label in Client.Status.choices}

    def cells(row: Any) -> list[object]:
        name, kind, status, *rest, created_at = row
        return [name, kinds[kind], statuses[status], *rest, created_at.date().isoformat()]

    return cells


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
