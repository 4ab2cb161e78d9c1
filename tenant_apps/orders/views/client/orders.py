"""A client's orders: the subscription history (REQUIREMENTS S1.6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from shared_apps.kernel.keyset import page_of
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...models import Order, Service
from ...queries import orders_of, orders_with_lines, plan_lines


@client("client.order")
@require_GET
def client_orders(request: HttpRequest) -> HttpResponse:
    """Every order with its date, what was ordered and for how much."""
    orders = orders_with_lines(client_or_404(person_of(request)).orders.all())
    return render(
        request, "client/orders.html", {"page": page_of(orders, request.GET, order="-placed_at", size=25)}
    )


@client("client.order")
@require_GET
def client_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One order: what comes next, and how its services are coming along."""
    return render(request, "client/order.html", _context(request, uuid))


@client("client.order")
@require_GET
def client_order_state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The part of an order's page that changes by itself."""
    return render(request, "client/_order_state.html", _context(request, uuid))


def _context(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    mine = client_or_404(person_of(request))
    order: Order = get_object_or_404(orders_of(mine), uuid=uuid)
    lines = plan_lines(order)
    services = [line.service for line in lines if hasattr(line, "service")]
    return {
        "order": order,
        "lines": lines,
        "services": services,
        "invoices": list(order.invoices.order_by("pk")),
        "is_settling": any(one.status == Service.Status.PENDING for one in services),
    }
