"""Who may act for a client, who did, and what they saw: for the client to read and to decide."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.crossings.door import (
    ConsentForm,
    answer_visit,
    client_visit,
    client_visits,
    client_visits_export,
)
from tenants.access import client

from ..models import Client
from ..people import person_of
from ..queries import client_or_404
from ..verbs import set_access_consent


@client("client.access")
@require_http_methods(["GET", "POST"])
def client_access(request: HttpRequest) -> HttpResponse:
    """The setting, what waits for an answer, and the log of visits."""
    mine = _owned(request)
    form = ConsentForm(request.POST or None, initial={"choice": mine.access_consent})
    if request.method == "POST" and form.is_valid():
        set_access_consent(mine, form.cleaned_data["choice"], by=person_of(request).actor)
        messages.success(request, _("The changes are saved."))
        return redirect("client_access")
    return render(
        request, "client/crossings/access.html", {"form": form, **client_visits(request, mine.uuid)}
    )


@client("client.access")
@require_GET
def client_access_export(request: HttpRequest) -> HttpResponse:
    return client_visits_export(request, _owned(request).uuid)


@client("client.access")
@require_GET
def client_crossing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return render(request, "client/crossings/detail.html", client_visit(request, _owned(request).uuid, uuid))


@client("client.access")
@require_POST
def client_crossing_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let them in, or not."""
    answer_visit(request, _owned(request).uuid, uuid)
    return redirect("client_access")


def _owned(request: HttpRequest) -> Client:
    return client_or_404(person_of(request))
