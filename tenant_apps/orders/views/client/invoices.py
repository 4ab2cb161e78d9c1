"""A client's invoices."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.keyset import page_of
from shared_apps.payments import door as payments
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...models import Invoice
from ...queries import invoices_of
from ..paying import send_to_gateway


@client("client.pay")
@require_GET
def client_invoices(request: HttpRequest) -> HttpResponse:
    """Every invoice, open ones too."""
    mine = client_or_404(person_of(request))
    return render(
        request,
        "client/invoices.html",
        {"page": page_of(mine.invoices.all(), request.GET, order="-issued_at", size=25)},
    )


@client("client.pay")
@require_GET
def client_invoice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One invoice; while it is open, the ways to pay it."""
    invoice = _mine(request, uuid)
    client_uuid, due = invoice.client.uuid, invoice.due
    context = {
        "invoice": invoice,
        "lines": invoice.lines.order_by("pk"),
        "payments": payments.payments_of(invoice.uuid),
        "refunds": payments.refunds_of(invoice.uuid),
        "methods": payments.methods(client_uuid=client_uuid, amount=due) if invoice.is_open else [],
    }
    return render(request, "client/invoice.html", context)


@client("client.pay")
@require_POST
def client_invoice_payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Pay it: to the gateway's page, or to what must be done."""
    return send_to_gateway(request, _mine(request, uuid), request.POST.get("method", ""))


def _mine(request: HttpRequest, uuid: UUID) -> Invoice:
    mine = client_or_404(person_of(request))
    return get_object_or_404(invoices_of(mine).select_related("client", "order"), uuid=uuid)
