"""A client's services."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.history import history_of
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...history import told_to_client
from ...models import Service
from ...queries import services_of
from ...trial_rows import note_activity
from ...verbs import start_paying
from ...verbs.bill import open_invoice_of


@client("client.services")
@require_GET
def client_services(request: HttpRequest) -> HttpResponse:
    """Every service, also those that have ended."""
    services = services_of(client_or_404(person_of(request)))[:200]
    return render(request, "client/services.html", {"services": services})


@client("client.services")
@require_GET
def client_service(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One service: how to use it, what it costs, until when it is paid."""
    service = _mine(request, uuid)
    if service.status == Service.Status.TRIAL:
        note_activity(service.client, person_of(request).actor)
    context = {
        "service": service,
        "add_ons": service.add_ons,
        "may_order": person_of(request).can("client.order"),
        "open_invoice": open_invoice_of(service),
        "events": told_to_client(history_of(service)[:20]),
    }
    return render(request, "client/service.html", context)


@client("client.order")
@require_POST
def client_service_purchase(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Buy what is on trial, or pay for what waits: to its invoice."""
    service = _mine(request, uuid)
    invoice = start_paying(service, by=person_of(request).actor)
    if invoice is None:
        messages.info(request, _("There is nothing to pay for this service."))
        return redirect("client_service", uuid)
    return redirect("client_invoice", invoice.uuid)


def _mine(request: HttpRequest, uuid: UUID) -> Service:
    return get_object_or_404(services_of(client_or_404(person_of(request))), uuid=uuid)
