"""The client portal's first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...models import Invoice, Service
from ...queries import invoices_of, orders_of, services_of


@client
@require_GET
def client_home(request: HttpRequest) -> HttpResponse:
    """What the client has, what it owes, and a guide to the parts of the portal (REQUIREMENTS S1.4)."""
    mine = client_or_404(person_of(request))
    services = list(services_of(mine).exclude(status=Service.Status.ENDED)[:6])
    open_invoices = list(invoices_of(mine).filter(status=Invoice.Status.OPEN)[:5])
    orders = list(orders_of(mine)[:5])
    context = {"client": mine, "services": services, "open_invoices": open_invoices, "orders": orders}
    return render(request, "client/home.html", context)
