"""A client's documents: invoice, receipt, statement."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from branding.documents.handing import hand_out
from shared_apps.payments import door as payments
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...documents import credit_note_pdf, invoice_pdf, receipt_pdf, statement_pdf
from ...models import Invoice
from ..statements import statement_context

SHELL = "shells/client.html"


@client("client.documents")
@require_GET
def client_invoice_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One invoice as PDF."""
    mine = client_or_404(person_of(request))
    shown = mine.invoices.exclude(status=Invoice.Status.DRAFT).select_related("client", "order")
    invoice = get_object_or_404(shown, uuid=uuid)
    name = f"invoice-{invoice.label}"
    return hand_out(request, name, lambda language: invoice_pdf(invoice, language), shell=SHELL)


@client("client.documents")
@require_GET
def client_credit_note_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One credit note as PDF."""
    mine = client_or_404(person_of(request))
    note = get_object_or_404(mine.credit_notes.select_related("client", "invoice"), uuid=uuid)
    name = f"credit-note-{note.number}"
    return hand_out(request, name, lambda language: credit_note_pdf(note, language), shell=SHELL)


@client("client.documents")
@require_GET
def client_receipt_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The receipt of a payment whose money came in."""
    mine = client_or_404(person_of(request))
    try:
        card = payments.payment(uuid)
    except payments.UnknownPayment:
        raise Http404 from None
    if card.client_uuid != mine.uuid or not card.is_received:
        raise Http404
    name = f"receipt-{card.invoice_number}"
    return hand_out(request, name, lambda language: receipt_pdf(card, language), shell=SHELL)


@client("client.documents")
@require_GET
def client_statement(request: HttpRequest) -> HttpResponse:
    """The account over a period, and its download."""
    mine = client_or_404(person_of(request))
    return render(request, "client/statement.html", statement_context(mine, request.GET))


@client("client.documents")
@require_GET
def client_statement_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF; a period that cannot be shows the page with the reason."""
    mine = client_or_404(person_of(request))
    context = statement_context(mine, request.GET)
    if not context["accounts"]:
        return render(request, "client/statement.html", context, status=422)
    start, end = context["form"].period
    name = f"statement-{start}-{end}"
    return hand_out(request, name, lambda language: statement_pdf(mine, start, end, language), shell=SHELL)
