"""The receipt for money that has come in."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from branding import formats
from branding.documents.labels import labels
from shared_apps.payments.door import PaymentCard, ShareCard

from ..models import Invoice
from .parts import Data, amount, buyer, dated, day, line_of, seller, set_document, state, written_in


def receipt_pdf(payment: PaymentCard, language: str) -> bytes:
    """What was received, from whom, by which method and for which invoice."""
    invoice = Invoice.objects.select_related("client").get(uuid=payment.invoice_uuid)
    with written_in(language):
        return set_document("receipt", _receipt(payment, invoice), language)


def _receipt(payment: PaymentCard, invoice: Invoice) -> Data:
    return {
        "dated": dated(payment.settled_at or payment.started_at),
        "title": _("Receipt for invoice %(number)s") % {"number": invoice.label},
        "words": labels() | {"received": _("Amount received"), "paid_for": _("What was paid for")},
        "heading": pgettext("document", "Receipt"),
        "number": "",
        "state": state(_state(payment)),
        "amount": amount(payment.amount),
        "said": _("Received on %(day)s by %(method)s")
        % {
            "day": formats.isolated(day(payment.settled_at)),
            "method": formats.isolated(payment.gateway_label),
        },
        "parties": [seller(), buyer(invoice.billed, _("Received from"))],
        "facts": _facts(payment, invoice),
        "lines": _lines(payment, invoice),
        "sums": _sums(payment),
    }


def _lines(payment: PaymentCard, invoice: Invoice) -> list[Data]:
    """The invoice's rows where it was paid whole; else the invoices and what of the money was for each."""
    if len(payment.shares) == 1 and payment.amount == invoice.total:
        return [line_of(line) for line in invoice.lines.order_by("pk")]
    return [_share(share) for share in payment.shares]


def _share(share: ShareCard) -> Data:
    name = _("Invoice %(number)s") % {"number": share.invoice_number}
    value = amount(share.amount)
    return {"name": name, "period": "", "quantity": formats.number(1), "unit": value, "amount": value}


def _state(payment: PaymentCard) -> str:
    if payment.status == "refunded":
        return "refunded"
    return "partly_refunded" if payment.refunded.minor else "paid"


def _facts(payment: PaymentCard, invoice: Invoice) -> list[Data]:
    facts = [
        {"label": _("Invoice"), "value": invoice.label},
        {"label": _("Paid"), "value": day(payment.settled_at)},
        {"label": _("Method"), "value": payment.gateway_label},
    ]
    return facts + ([{"label": _("Reference"), "value": payment.reference}] if payment.reference else [])


def _sums(payment: PaymentCard) -> list[Data]:
    sums: list[Data] = [{"label": _("Amount received"), "value": amount(payment.amount), "strong": True}]
    if payment.refunded.minor:
        sums.append({"label": _("Refunded"), "value": amount(payment.refunded)})
    return sums
