"""The same documents for staff, and several invoices in one file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from branding.documents.handing import hand_out
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client
from tenants.access import office

from ...documents import credit_note_pdf, invoice_pdf, invoices_pdf, receipt_pdf, statement_pdf
from ...models import CreditNote, Invoice
from ..statements import statement_context

SHELL = "shells/office.html"
MOST_AT_ONCE = 50


@office("orders.view")
@require_GET
def office_invoice_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One invoice as PDF."""
    invoice = get_object_or_404(_issued(), uuid=uuid)
    name = f"invoice-{invoice.label}"
    return hand_out(request, name, lambda language: invoice_pdf(invoice, language), shell=SHELL)


@office("orders.view")
@require_GET
def office_invoices_pdf(request: HttpRequest) -> HttpResponse:
    """The ticked invoices in one file, oldest first."""
    wished = {found for text in request.GET.getlist("invoice") if (found := _uuid(text))}
    if len(wished) > MOST_AT_ONCE:
        messages.warning(request, _("Choose at most %(most)s invoices.") % {"most": MOST_AT_ONCE})
        return redirect("office_invoices")
    invoices = list(_issued().filter(uuid__in=wished).order_by("issued_at", "pk"))
    if not invoices:
        messages.warning(request, _("Choose the invoices to download."))
        return redirect("office_invoices")
    return hand_out(request, "invoices", lambda language: invoices_pdf(invoices, language), shell=SHELL)


@office("orders.view")
@require_GET
def office_credit_note_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One credit note as PDF."""
    note = get_object_or_404(CreditNote.objects.select_related("client", "invoice"), uuid=uuid)
    name = f"credit-note-{note.number}"
    return hand_out(request, name, lambda language: credit_note_pdf(note, language), shell=SHELL)


@office("payments.view")
@require_GET
def office_receipt_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The receipt of a payment whose money came in."""
    try:
        card = payments.payment(uuid)
    except payments.UnknownPayment:
        raise Http404 from None
    if not (card.is_received and Invoice.objects.filter(uuid=card.invoice_uuid).exists()):
        raise Http404
    name = f"receipt-{card.invoice_number}"
    return hand_out(request, name, lambda language: receipt_pdf(card, language), shell=SHELL)


@office("orders.view")
@require_GET
def office_statement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A client's account over a period."""
    client = get_object_or_404(Client, uuid=uuid)
    return render(request, "office/clients/statement.html", statement_context(client, request.GET))


@office("orders.view")
@require_GET
def office_statement_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same as PDF; a period that cannot be shows the page with the reason."""
    client = get_object_or_404(Client, uuid=uuid)
    context = statement_context(client, request.GET)
    if not context["accounts"]:
        return render(request, "office/clients/statement.html", context, status=422)
    start, end = context["form"].period
    name = f"statement-{start}-{end}"
    return hand_out(request, name, lambda language: statement_pdf(client, start, end, language), shell=SHELL)


def _issued() -> QuerySet[Invoice]:
    return Invoice.objects.exclude(status=Invoice.Status.DRAFT).select_related("client", "order")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
