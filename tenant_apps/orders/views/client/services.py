"""A client's services: what there is, how it goes on, and how it ends."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from tenant_apps.clients.people import person_of
from tenant_apps.clients.portal import portal_settings, require
from tenant_apps.clients.queries import client_or_404
from tenant_apps.clients.typed import typed
from tenants.access import client

from ...errors import ChangeRefused, ServiceIsOver
from ...history import told_to_client
from ...models import Service
from ...queries import of_status, services_of
from ...trial_rows import note_activity
from ...verbs import (
    cancel_change,
    cancel_service,
    keep_service,
    renew_early,
    start_paying,
)
from ...verbs.bill import open_invoice_of
from ..changing import change_page
from ..office.tables import status_tabs


@client("client.services")
@require_GET
def client_services(request: HttpRequest) -> HttpResponse:
    """Every service, also those that have ended."""
    services = services_of(client_or_404(person_of(request)))
    services = of_status(services, request.GET.get("status", ""), Service.Status.values)
    page = page_of(services, request.GET, order="-created_at", size=25)
    tabs = status_tabs(request.GET, Service.Status.choices)
    return render(request, "client/services.html", {"page": page, "tabs": tabs})


@client("client.services")
@require_GET
def client_service(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One service: how to use it, what it is made of and costs, until when it is paid, what can be done."""
    service = _mine(request, uuid)
    person = person_of(request)
    if service.status == Service.Status.TRIAL:
        note_activity(service.client, person.actor)
    context = {
        "service": service,
        "items": service.current_items,
        "change": service.changes.filter(status__in=["waiting", "scheduled"]).first(),
        "may_order": person.can("client.order"),
        "rights": portal_settings(),
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


@client("client.order")
@require_http_methods(["GET", "POST"])
def client_service_change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another plan, period, number of seats or add-ons, with its price before it is confirmed (REQUIREMENTS S1.7)."""
    service, by = _mine(request, uuid), person_of(request).actor
    require("may_upgrade", by=by)
    return change_page(request, service, by=by, template="client/service_change.html", back="client_service")


@client("client.order")
@require_POST
def client_service_change_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back a change that has not happened yet."""
    service = _mine(request, uuid)
    change = service.changes.filter(status__in=["waiting", "scheduled"]).first()
    try:
        if change:
            cancel_change(change, by=person_of(request).actor)
            messages.success(request, _("The change is cancelled."))
    except ChangeRefused as refused:
        messages.error(request, refused.words)
    return redirect("client_service", uuid)


@client("client.order")
@require_POST
def client_service_renewal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Pay the next period now: to its invoice (REQUIREMENTS S1.8)."""
    service = _mine(request, uuid)
    try:
        invoice = renew_early(service, by=person_of(request).actor)
    except ChangeRefused as refused:
        messages.error(request, refused.words)
        return redirect("client_service", uuid)
    if invoice is None:
        messages.success(request, _("The service is renewed."))
        return redirect("client_service", uuid)
    return redirect("client_invoice", invoice.uuid)


@client("client.order")
@require_http_methods(["GET", "POST"])
def client_service_cancellation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a service, now or with what is paid, and say why."""
    service = _mine(request, uuid)
    require("may_cancel", by=person_of(request).actor)
    if request.method == "GET":
        return render(request, "client/service_cancellation.html", {"service": service})
    at_once = request.POST.get("when") == "now"
    try:
        cancel_service(
            service, now_at_once=at_once, reason=typed(request.POST, "reason"), by=person_of(request).actor
        )
        messages.success(request, _("The service is cancelled."))
    except ChangeRefused as refused:
        messages.error(request, refused.words)
    except ServiceIsOver:
        messages.info(request, _("This service has ended already."))
    return redirect("client_service", uuid)


@client("client.order")
@require_POST
def client_service_continuation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep a service that was to end."""
    try:
        keep_service(_mine(request, uuid), by=person_of(request).actor)
        messages.success(request, _("The service goes on."))
    except ServiceIsOver:
        messages.info(request, _("This service has ended already."))
    return redirect("client_service", uuid)


def _mine(request: HttpRequest, uuid: UUID) -> Service:
    return get_object_or_404(services_of(client_or_404(person_of(request))), uuid=uuid)
