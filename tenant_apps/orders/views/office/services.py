"""Services in the office."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office

from ...history import told
from ...models import Service
from ...queries import of_status, services_with_prices
from .tables import status_tabs, wished_order
from .trials import extend_and_tell

_SORTS = {"created": "created_at", "quantity": "quantity"}


@office("services.view")
@require_GET
def office_services(request: HttpRequest) -> HttpResponse:
    """Every service, newest first."""
    services = services_with_prices(Service.objects.all())
    services = of_status(services, request.GET.get("status", ""), Service.Status.values)
    if typed(request.GET, "q"):
        services = services.filter(name__icontains=typed(request.GET, "q"))
    page = page_of(services, request.GET, order=wished_order(request.GET, _SORTS, "-created_at"))
    tabs = status_tabs(request.GET, Service.Status.choices)
    return render(request, "office/services/list.html", {"page": page, "tabs": tabs})


@office("services.view")
@require_GET
def office_service(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One service: its state, its invoices, what happened."""
    service = get_object_or_404(services_with_prices(Service.objects.all()), uuid=uuid)
    context = {
        "service": service,
        "add_ons": service.add_ons,
        "operation": service.operations.order_by("pk").last(),
        "order": service.order_line.order,
        "invoices": _invoices(service),
        "events": told(history_of(service)[:50]),
        "can_extend": person_of(request).can("trials.extend"),
    }
    return render(request, "office/services/detail.html", context)


@office("trials.extend")
@require_POST
def office_service_trial(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Extend a trial by one step (REQUIREMENTS S5.41)."""
    extend_and_tell(request, get_object_or_404(Service, uuid=uuid))
    return redirect("office_service", uuid)


def _invoices(service: Service) -> list[object]:
    lines = service.invoice_lines.select_related("invoice").order_by("-invoice__pk")
    return list(dict.fromkeys(line.invoice for line in lines))
