"""One client in the office: looked at, edited, opened again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants.access import office

from ..forms import ClientForm
from ..models import Client
from ..people import person_of
from ..verbs import edit_client, reopen_client


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a client's data."""
    client = get_object_or_404(Client.objects.present(), uuid=uuid)
    form = ClientForm(request.POST or None, instance=client)
    if request.method == "POST" and form.is_valid():
        edit_client(client, form.cleaned_data, by=person_of(request).actor)
        messages.success(request, _("The changes are saved."))
        return redirect("office_client", client.uuid)
    return render(request, "office/clients/form.html", {"form": form, "client": client})


@office("clients.edit")
@require_POST
def office_client_opening(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let a closed client buy again."""
    client = get_object_or_404(
        Client.objects.present(), uuid=uuid, status=Client.Status.CLOSED, deletes_at=None
    )
    reopen_client(client, by=person_of(request).actor)
    return redirect("office_client", client.uuid)
