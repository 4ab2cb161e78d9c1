"""A payment goes into its invoices: everything that follows from it commits together."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from shared_apps.payments.door import PaymentCard

from ..announcements import announce_payment
from ..errors import PaymentDoesNotFit
from ..models import AppliedPayment, Invoice
from .book import book_excess, book_part
from .effects import follow_payment


@transaction.atomic
def settle_payment(payment_uuid: UUID | str, *, by: Actor) -> list[Invoice]:
    """Put a payment that has settled into the invoices it is for; again changes nothing.

    What is more than was due becomes account credit. Raises `PaymentDoesNotFit`.
    """
    card = payments.payment(payment_uuid)
    # In the order of the shares, which is one order everywhere: two payments do not lock each other out.
    invoices = [_invoice(share.invoice_uuid) for share in card.shares]
    for invoice in invoices:
        settle_invoice(invoice, payment=card, by=by)
    return invoices


@transaction.atomic
def settle_invoice(invoice: Invoice, *, payment: PaymentCard, by: Actor) -> bool:
    """Take in what a payment holds for an invoice: sale booked; once it is whole, services begun or prolonged.

    False where this payment has done so before. What is too much, or comes for an invoice that is not open
    any more, becomes account credit. Raises `PaymentDoesNotFit`.
    """
    invoice = _invoice(invoice.uuid)
    if invoice.applied_payments.filter(payment_uuid=payment.uuid).exists():
        return False
    share = _share(invoice, payment)
    taken = min(share, invoice.due, key=lambda one: one.minor)
    fee = _fee(invoice, payment)
    AppliedPayment.objects.create(
        invoice=invoice,
        payment_uuid=payment.uuid,
        amount_minor=taken.minor,
        excess_minor=(share - taken).minor,
        at=payment.settled_at or now(),
    )
    if taken:
        _take(invoice, payment, taken, fee, by=by)
    if share > taken:
        book_excess(invoice, payment, share - taken, Money.zero(fee.currency) if taken else fee, by=by)
    announce_payment(invoice, payment, share)
    return True


def _take(invoice: Invoice, payment: PaymentCard, taken: Money, fee: Money, *, by: Actor) -> None:
    is_whole = taken == invoice.due
    before = invoice.paid_minor
    Invoice.objects.filter(pk=invoice.pk).update(paid_minor=before + taken.minor)
    invoice.paid_minor = before + taken.minor
    if is_whole:
        invoice.move(Invoice.Status.PAID, by=by, paid_at=now())
    else:
        record(invoice, "pay in part", by=by, minor=taken.minor, payment=str(payment.uuid))
    book_part(invoice, payment, taken, fee, before=before)
    if is_whole:
        follow_payment(invoice, by=by)


def _invoice(uuid: UUID) -> Invoice:
    """An invoice, locked; `PaymentDoesNotFit` where there is none of this uuid."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("order", "client")
    found = rows.filter(uuid=uuid).exclude(status=Invoice.Status.DRAFT).first()
    if found is None:
        raise PaymentDoesNotFit(f"There is no invoice {uuid}.")
    return found


def _share(invoice: Invoice, payment: PaymentCard) -> Money:
    share = payment.share_of(invoice.uuid)
    fits = share.minor > 0 and share.currency == invoice.currency
    if not (fits and payment.status in {"settled", "refunded"}):
        raise PaymentDoesNotFit(f"Payment {payment.uuid} is not for {invoice.label}.")
    return share


def _fee(invoice: Invoice, payment: PaymentCard) -> Money:
    """The invoice's part of the gateway's fee; the parts of all its invoices add up to the fee."""
    weights = [share.amount.minor for share in payment.shares]
    fees = payment.fee.split(weights)
    return next(
        fee for fee, share in zip(fees, payment.shares, strict=True) if share.invoice_uuid == invoice.uuid
    )
