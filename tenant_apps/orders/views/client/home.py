"""The client portal's first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenant_apps.clients.needs import needs_of
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...models import Service
from ...queries import orders_of, services_of
from ...trial_rows import note_activity


@client
@require_GET
def client_home(request: HttpRequest) -> HttpResponse:
    """What the client has, what it owes, and a guide to the parts of the portal (REQUIREMENTS S1.4)."""
    person = person_of(request)
    mine = client_or_404(person)
    services = services_of(mine).exclude(status=Service.Status.ENDED)
    shown = list(services[:6]) if person.can("client.services") else []
    if any(service.status == Service.Status.TRIAL for service in shown):
        note_activity(mine, person.actor)
    context = {
        "client": mine,
        "services": shown,
        "needs": needs_of(mine, person),
        "orders": list(orders_of(mine)[:5]) if person.can("client.order") else [],
        "may_see_services": person.can("client.services"),
        "may_order": person.can("client.order"),
    }
    return render(request, "client/home.html", context)
