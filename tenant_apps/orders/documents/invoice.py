"""The invoice, and several of them in one file."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from branding.documents.labels import labels
from shared_apps.payments import door as payments
from shared_apps.payments.door import PaymentCard
from tenants.context import current_tenant
from tenants.hosts import portal_url

from ..models import Invoice
from .parts import Data, amount, buyer, dated, day, line_of, seller, set_document, state, taxes_of, written_in


def invoice_pdf(invoice: Invoice, language: str) -> bytes:
    """One invoice with its lines, its payment and, while it is open, how to pay it."""
    return invoices_pdf([invoice], language)


def invoices_pdf(invoices: Sequence[Invoice], language: str) -> bytes:
    """Several invoices in one file, each on pages of its own."""
    with written_in(language):
        instructions = _instructions() if any(invoice.is_open for invoice in invoices) else ""
        parts = [_invoice(invoice, instructions) for invoice in invoices]
        first = invoices[0].label if len(invoices) == 1 else f"{invoices[0].label} … {invoices[-1].label}"
        data = {
            "dated": dated(max(invoice.issued_at for invoice in invoices)),
            "title": _("Invoice %(number)s") % {"number": first},
            "words": labels() | {"payments": _("Payments received"), "how_to_pay": _("How to pay")},
            "invoices": parts,
        }
        return set_document("invoice", data, language)


def _invoice(invoice: Invoice, instructions: str) -> Data:
    return {
        "heading": _("Invoice"),
        "number": invoice.label,
        "state": state(invoice.state),
        "parties": [seller(), buyer(invoice.billed, _("Billed to"))],
        "facts": _facts(invoice),
        "lines": [line_of(line) for line in invoice.lines.order_by("pk")],
        "sums": _sums(invoice),
        "payments": [_payment(card, invoice) for card in _received(invoice)],
        "notes": invoice.notes,
        "instructions": instructions if invoice.is_open else "",
        "link": portal_url(current_tenant(), _path(invoice.uuid)) if invoice.is_open else "",
        "link_label": _("Pay online"),
    }


def _facts(invoice: Invoice) -> list[Data]:
    facts = [
        {"label": _("Issued"), "value": day(invoice.issued_at)},
        {"label": _("Due"), "value": day(invoice.due_at)},
    ]
    if invoice.order:
        facts.append({"label": _("Order"), "value": invoice.order.number})
    return [*facts, {"label": _("Paid"), "value": day(invoice.paid_at)}] if invoice.paid_at else facts


def _sums(invoice: Invoice) -> list[Data]:
    sums = [*_made_of(invoice), {"label": _("Total"), "value": amount(invoice.total), "strong": True}]
    if invoice.credited_minor:
        sums.append({"label": _("Credited"), "value": amount(invoice.credited)})
    if invoice.paid_minor:
        sums.append({"label": _("Paid"), "value": amount(invoice.paid)})
        if invoice.refunded_minor:
            sums.append({"label": _("Refunded"), "value": amount(invoice.refunded)})
    if invoice.paid_minor or invoice.credited_minor:
        sums.append({"label": _("Amount due"), "value": amount(invoice.due)})
    return sums


def _made_of(invoice: Invoice) -> list[Data]:
    """What the total is made of, where there is more than prices to add."""
    if not (invoice.discount_minor or invoice.tax_minor):
        return []
    parts: list[Data] = []
    if invoice.discount_minor:
        parts = [
            {"label": _("Subtotal"), "value": amount(invoice.subtotal)},
            {"label": _("Discount"), "value": amount(-invoice.discount)},
        ]
    if invoice.tax_minor:
        parts.append({"label": _("Net"), "value": amount(invoice.net)})
        parts += [{"label": label, "value": amount(tax)} for label, tax in taxes_of(invoice)]
    return parts


def _received(invoice: Invoice) -> list[PaymentCard]:
    if not invoice.paid_minor:
        return []
    return [card for card in payments.payments_of(invoice.uuid) if card.is_received]


def _payment(card: PaymentCard, invoice: Invoice) -> Data:
    return {
        "date": day(card.settled_at),
        "method": card.gateway_label,
        "reference": card.reference or "–",
        "amount": amount(card.share_of(invoice.uuid)),
    }


def _instructions() -> str:
    """How to transfer the money, where the shop takes transfers."""
    offered = {method.gateway for method in payments.methods()}
    return payments.instructions("bank") if "bank" in offered else ""


def _path(uuid: UUID) -> str:
    return f"/my/invoices/{uuid}/"
