"""One thing for many clients: chosen in the list, looked at once more, watched while it is done."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenants.access import office

from ..bulk_forms import FORMS
from ..listing import uuid_of, wished
from ..models import Client, ClientBulk
from ..people import person_of
from ..typed import typed
from ..verbs.bulk import begin_bulk
from .listing import clients_file

MOST_TICKED = 200
SHOWN = 12
_PERMISSIONS = {"mail": "clients.mail", "csv": "clients.view", "xlsx": "clients.view"}


@office("clients.view")
@require_POST
def office_clients_bulk(request: HttpRequest) -> HttpResponse:
    """What would be done to whom; nothing is changed. A file of those who are ticked is given at once."""
    action, clients = _action(request), _meant(request)
    if action in ("csv", "xlsx"):
        return clients_file(request, clients, action)
    return _confirm(request, action, clients, FORMS[action]())


@office("clients.view")
@require_POST
def office_clients_bulk_start(request: HttpRequest) -> HttpResponse:
    """Begin, and go to where it can be watched."""
    action, clients = _action(request), _meant(request)
    if action not in FORMS:
        raise Http404
    form = FORMS[action](request.POST)
    key = uuid_of(typed(request.POST, "key"))
    if key is None or not form.is_valid():
        return _confirm(request, action, clients, form)
    bulk = begin_bulk(clients, action=action, details=form.details, key=key, by=person_of(request).actor)
    return redirect("office_clients_bulk_state", bulk.uuid)


@office("clients.view")
@require_GET
def office_clients_bulk_state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far it is."""
    return render(
        request, "office/clients/bulk/state.html", {"bulk": get_object_or_404(ClientBulk, uuid=uuid)}
    )


@office("clients.view")
@require_GET
def office_clients_bulk_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The part of the page that asks for itself again until all is done."""
    bulk = get_object_or_404(ClientBulk, uuid=uuid)
    answer = render(request, "office/clients/bulk/_progress.html", {"bulk": bulk})
    if bulk.is_complete:
        answer["HX-Refresh"] = "true"
    return answer


def _confirm(request: HttpRequest, action: str, clients: QuerySet[Client], form: Any) -> HttpResponse:
    total = clients.count()
    if not total:
        messages.info(request, _("Tick some clients first."))
        return redirect("office_clients")
    context = {
        "action": action,
        "title": ClientBulk.Action(action).label,
        "form": form,
        "total": total,
        "clients": clients.order_by("search_name", "pk")[:SHOWN],
        "ticked": request.POST.getlist("client")[:MOST_TICKED],
        "everything": request.POST.get("everything", ""),
        "query": request.POST.get("query", ""),
        "key": uuid_of(typed(request.POST, "key")) or uuid4(),
    }
    return render(request, "office/clients/bulk/confirm.html", context, status=422 if form.is_bound else 200)


def _action(request: HttpRequest) -> str:
    """What is to be done; 404 for what there is not or what the person may not do."""
    action = typed(request.POST, "action")
    known = action in FORMS or action in ("csv", "xlsx")
    if not known or not person_of(request).can(_PERMISSIONS.get(action, "clients.edit")):
        raise Http404
    return action


def _meant(request: HttpRequest) -> QuerySet[Client]:
    """The clients that are ticked, or all that fit the list's filters."""
    if request.POST.get("everything") == "1":
        return wished(QueryDict(request.POST.get("query", "")[:2000]))
    ticked = [uuid for text in request.POST.getlist("client")[:MOST_TICKED] if (uuid := uuid_of(text))]
    return Client.objects.filter(uuid__in=ticked)
