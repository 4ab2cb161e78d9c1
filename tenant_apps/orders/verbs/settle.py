"""A payment settles its invoice: everything that follows from it commits together."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.commissions import door as commissions
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from shared_apps.payments.door import PaymentCard

from ..announcements import announce_payment
from ..errors import PaymentDoesNotFit
from ..models import AppliedPayment, Invoice, Order
from .paid import deliver


def settle_payment(payment_uuid: UUID | str, *, by: Actor) -> Invoice:
    """Settle the invoice of a payment that has settled; again changes nothing."""
    card = payments.payment(payment_uuid)
    invoice = Invoice.objects.get(uuid=card.invoice_uuid)
    settle_invoice(invoice, payment=card, by=by)
    return invoice


@transaction.atomic
def settle_invoice(invoice: Invoice, *, payment: PaymentCard, by: Actor) -> bool:
    """Invoice and order paid, commission earned, sale booked, services begun or prolonged, mails written.

    False where this payment has done so before. Raises `PaymentDoesNotFit`, and `IllegalMove` for an invoice
    that is not open.
    """
    invoice = (
        Invoice.objects.select_for_update(of=("self",)).select_related("order", "client").get(pk=invoice.pk)
    )
    if invoice.applied_payments.filter(payment_uuid=payment.uuid).exists():
        return False
    _refuse_misfit(invoice, payment)
    _mark_paid(invoice, payment, by=by)
    _book(invoice, payment)
    deliver(invoice, by=by)
    announce_payment(invoice, payment)
    return True


def _refuse_misfit(invoice: Invoice, payment: PaymentCard) -> None:
    fits = payment.invoice_uuid == invoice.uuid and payment.amount == invoice.total
    if not (fits and payment.status in {"settled", "refunded"}):
        raise PaymentDoesNotFit(f"Payment {payment.uuid} is not for {invoice.label}.")


def _mark_paid(invoice: Invoice, payment: PaymentCard, *, by: Actor) -> None:
    at = now()
    invoice.move(Invoice.Status.PAID, by=by, paid_at=at, paid_minor=invoice.total_minor)
    AppliedPayment.objects.create(
        invoice=invoice, payment_uuid=payment.uuid, amount_minor=invoice.total_minor, at=at
    )
    if invoice.order and invoice.order.status == Order.Status.PLACED:
        invoice.order.move(Order.Status.PAID, by=by, paid_at=at)


def _book(invoice: Invoice, payment: PaymentCard) -> None:
    client_uuid = invoice.client.uuid
    earned = commissions.earn(
        commissions.Purchase(
            invoice_uuid=invoice.uuid, client_uuid=client_uuid, net=invoice.total, at=invoice.paid_at
        )
    )
    wholesale = sum(line.wholesale_minor for line in invoice.lines.all())
    ledger.post_sale(
        ledger.Sale(
            invoice_uuid=invoice.uuid,
            invoice_number=invoice.label,
            retail=invoice.total,
            gateway=payment.gateway,
            gateway_fee=payment.fee,
            wholesale=Money(wholesale, invoice.currency),
            commission=earned.amount if earned else Money.zero(invoice.currency),
            beneficiary=earned.beneficiary if earned else None,
        )
    )
