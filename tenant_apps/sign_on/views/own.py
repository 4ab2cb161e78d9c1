"""The accounts at providers that sign oneself in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenant_apps.accounts.views.person import person_in
from tenants.access import oneself

from ..models import Connection
from ..queries import ways_in
from ..verbs import LastWayIn, disconnect
from .signing_in import tell


@oneself
@require_GET
def connected(request: HttpRequest) -> HttpResponse:
    person = person_in(request)
    context = {"ways": ways_in(person), "has_password": person.has_usable_password()}
    return render(request, "sign_on/connected.html", context)


@oneself
@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Disconnect an account of one's own; where it is the last way in, a password comes first."""
    person = person_in(request)
    connection = get_object_or_404(Connection, uuid=uuid, person=person)
    try:
        disconnect(connection, by=person.actor)
    except LastWayIn:
        messages.error(request, _("Set a password first: without one nothing else would let you in."))
        return redirect("account_set_password")
    tell(person, "sign_in_disconnected")
    messages.success(request, _("Disconnected."))
    return redirect("sign_on_connected")
