"""What a client has ordered: the tabs of its page that belong to orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from tenant_apps.clients.models import Client
from tenants.access import office

from ...history import told
from ...queries import orders_with_lines, services_with_prices


@office("orders.view")
@require_GET
def office_client_orders(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A client's orders."""
    client = get_object_or_404(Client, uuid=uuid)
    page = page_of(orders_with_lines(client.orders.all()), request.GET, order="-placed_at")
    return _tab(request, client, "orders", page)


@office("orders.view")
@require_GET
def office_client_invoices(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A client's invoices."""
    client = get_object_or_404(Client, uuid=uuid)
    return _tab(request, client, "invoices", page_of(client.invoices.all(), request.GET, order="-issued_at"))


@office("services.view")
@require_GET
def office_client_services(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A client's services."""
    client = get_object_or_404(Client, uuid=uuid)
    page = page_of(services_with_prices(client.services.all()), request.GET, order="-created_at")
    return _tab(request, client, "services", page)


@office("clients.view")
@require_GET
def office_client_log(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happened to a client's data: who, when, what."""
    client = get_object_or_404(Client, uuid=uuid)
    context = {"client": client, "events": told(history_of(client)[:100])}
    return render(request, "office/clients/log.html", context)


def _tab(request: HttpRequest, client: Client, name: str, page: Any) -> HttpResponse:
    return render(request, f"office/clients/{name}.html", {"client": client, "page": page})
