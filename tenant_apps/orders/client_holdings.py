"""What a client takes along of its orders, invoices, services and payments."""

from __future__ import annotations

from shared_apps.payments import door as payments
from tenant_apps.clients.holdings import Files, as_json, holds, plain_name, rows_as_json
from tenant_apps.clients.models import Client
from tenants.context import current_tenant

from .documents.invoice import invoice_pdf
from .models import Invoice, InvoiceLine, OrderLine

MOST_PDFS = 500


@holds
def orders(client: Client) -> Files:
    """Orders with their lines, and services."""
    rows = client.orders.order_by("placed_at")
    yield (
        "orders.json",
        rows_as_json(rows, "number", "status", "currency", "total_minor", "placed_at", "paid_at"),
    )
    lines = OrderLine.objects.filter(order__client=client).order_by("pk")
    yield (
        "order-lines.json",
        rows_as_json(
            lines, "order__number", "name", "quantity", "unit_minor", "total_minor", "currency", "period"
        ),
    )
    services = client.services.order_by("created_at")
    yield (
        "services.json",
        rows_as_json(
            services, "name", "label", "quantity", "period", "status", "starts_at", "paid_until", "trial_ends_at",
            "details", "created_at",
        ),
    )  # fmt: skip


@holds
def invoices(client: Client) -> Files:
    """Invoices with their lines and payments, and each as it was printed."""
    issued = client.invoices.exclude(status=Invoice.Status.DRAFT).order_by("issued_at", "pk")
    yield (
        "invoices.json",
        rows_as_json(
            issued, "number", "status", "currency", "subtotal_minor", "discount_minor", "tax_minor", "total_minor",
            "paid_minor", "credited_minor", "refunded_minor", "issued_at", "due_at", "paid_at",
        ),
    )  # fmt: skip
    lines = InvoiceLine.objects.filter(invoice__in=issued).order_by("pk")
    yield "invoice-lines.json", rows_as_json(lines, "invoice__number", "name", "quantity", "total_minor")
    yield (
        "payments.json",
        as_json([_payment(card) for card in payments.payments_of_client(client.uuid, limit=5000)]),
    )
    language = client.language or current_tenant().default_language
    for invoice in issued.select_related("client")[:MOST_PDFS]:
        yield f"invoices/{plain_name(invoice.number or '')}.pdf", invoice_pdf(invoice, language)


def _payment(card: payments.PaymentCard) -> dict[str, object]:
    return {
        "invoice": card.invoice_number,
        "method": card.gateway,
        "amount_minor": card.amount.minor,
        "refunded_minor": card.refunded.minor,
        "currency": card.amount.currency,
        "status": card.status,
        "reference": card.reference,
        "started_at": card.started_at,
        "settled_at": card.settled_at,
    }
