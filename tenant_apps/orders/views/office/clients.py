"""What a client has ordered: the tabs of its page that belong to orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client
from tenants.access import office

from ...history import told
from ...queries import add_ons_of, orders_with_lines, services_with_prices

TRANSACTIONS = 100


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


@office("services.view")
@require_GET
def office_client_add_ons(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The add-ons and options of a client's services (REQUIREMENTS S3.14)."""
    client = get_object_or_404(Client, uuid=uuid)
    return _tab(request, client, "add_ons", page_of(add_ons_of(client), request.GET, order="-id"))


@office("payments.view")
@require_GET
def office_client_transactions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A client's payments, and what moved its account credit."""
    client = get_object_or_404(Client, uuid=uuid)
    credit = ledger.AccountName(ledger.AccountKind.CLIENT_CREDIT, str(client.uuid))
    lines = ledger.statement(credit, client.currency, limit=TRANSACTIONS)
    context = {
        "client": client,
        "payments": payments.payments_of_client(client.uuid, limit=TRANSACTIONS),
        # The ledger books what is owed to a client as less than nothing.
        "movements": [(line, -line.amount, -line.balance) for line in lines],
        "most": TRANSACTIONS,
    }
    return render(request, "office/clients/transactions.html", context)


@office("clients.view")
@require_GET
def office_client_log(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happened to a client's data: who, when, what."""
    client = get_object_or_404(Client, uuid=uuid)
    page = page_of(history_of(client).order_by(), request.GET, order="-at")
    return render(
        request, "office/clients/log.html", {"client": client, "events": told(page.rows), "page": page}
    )


def _tab(request: HttpRequest, client: Client, name: str, page: Any) -> HttpResponse:
    return render(request, f"office/clients/{name}.html", {"client": client, "page": page})
