"""Staff act for a client: "Log in as client" (REQUIREMENTS S5.36, S5.38)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shared_apps.crossings.door import (
    ConsentRefused,
    EntryForm,
    Kind,
    NotReady,
    Party,
    Wish,
    enter,
    requests_of,
    resume,
)
from tenant_apps.accounts.models import User
from tenants.access import office
from tenants.context import current_tenant

from ..models import Client
from ..people import person_of
from ..queries import owners_of


@office("clients.act_for")
@require_http_methods(["GET", "POST"])
def office_client_entry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Why, as which of the client's people, and whether only to look; then over to the client portal."""
    client = get_object_or_404(Client, uuid=uuid)
    people = {str(each.uuid): each for each in owners_of(client)}
    form = EntryForm(request.POST or None, people=[(key, str(each)) for key, each in people.items()])
    if request.method == "POST" and form.is_valid():
        return _enter(request, client, people[form.cleaned_data["whom"]], form.cleaned_data)
    context = {
        "client": client,
        "people": people,
        "form": form,
        "consent": client.access_consent,
        "mine": requests_of(person_of(request).uuid, client.uuid),
    }
    return render(request, "office/clients/entry.html", context)


@office("clients.act_for")
@require_POST
def office_client_entry_start(request: HttpRequest, uuid: UUID, crossing: UUID) -> HttpResponse:
    """Begin what the client has allowed."""
    client = get_object_or_404(Client, uuid=uuid)
    back = reverse("office_client_entry", args=[client.uuid])
    try:
        return resume(
            request, crossing, client_uuid=client.uuid, by=person_of(request).actor, waiting_url=back
        )
    except NotReady:
        messages.warning(request, _("This request is over. Ask again."))
        return redirect(back)


def _enter(request: HttpRequest, client: Client, whom: User, typed: dict[str, Any]) -> HttpResponse:
    me, here = person_of(request), current_tenant()
    back = reverse("office_client_entry", args=[client.uuid])
    wish = Wish(
        kind=Kind.OFFICE_CLIENT,
        source=Party(here, me.uuid, str(me)),
        target=Party(here, whom.uuid, str(whom)),
        reason=typed["reason"],
        mode=typed["mode"],
        ticket=typed["ticket"],
        client_uuid=client.uuid,
        return_path=reverse("office_client", args=[client.uuid]),
    )
    try:
        return enter(request, wish, consent=client.access_consent, by=me.actor, waiting_url=back)
    except ConsentRefused:
        messages.error(request, _("They have decided that nobody may enter."))
        return redirect(back)
