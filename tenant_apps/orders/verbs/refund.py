"""Give money back: through the gateway first, then in the invoice, the ledger and the commissions."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.commissions import door as commissions
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from shared_apps.payments.door import RefundCard, RefundWish

from ..announcements import announce_refund
from ..errors import InvoiceNotOpen, RefundTooLarge
from ..models import AppliedRefund, Invoice, Service
from .activate import end
from .settle import settle_payment


def refund_invoice(invoice: Invoice, amount: Money, *, reason: str, key: UUID, by: Actor) -> RefundCard:
    """Refund a paid invoice in whole or in part; `key` makes it one. Not inside a transaction.

    The card says done, declined or unknown: an unknown one is resolved later and then applied.
    Raises `InvoiceNotOpen` for an unpaid one, `RefundTooLarge`.
    """
    payment_uuid = invoice.payment_uuid
    if payment_uuid is None:
        raise InvoiceNotOpen(invoice.label)
    left = invoice.paid - invoice.refunded
    if not 0 < amount.minor <= left.minor or amount.currency != invoice.currency:
        raise RefundTooLarge(left)
    card = payments.refund(RefundWish(payment_uuid, amount, reason, key), by=by)
    if card.is_done:
        apply_refund(card.uuid, by=by)
    return card


@transaction.atomic
def apply_refund(refund_uuid: UUID | str, *, by: Actor) -> bool:
    """Take a refund that is done into invoice, ledger and commissions; False where it was before."""
    card = payments.refund_by(refund_uuid)
    invoice = _settled(card, by=by)
    _applied, is_new = AppliedRefund.objects.get_or_create(
        refund_uuid=card.uuid, defaults={"invoice": invoice, "amount_minor": card.amount.minor, "at": now()}
    )
    if not is_new:
        return False
    _count(invoice, card, by=by)
    ledger.post_refund(
        ledger.Refund(
            refund_uuid=card.uuid,
            invoice_uuid=invoice.uuid,
            invoice_number=invoice.label,
            amount=card.amount,
            gateway=card.gateway,
        )
    )
    commissions.reverse(invoice.uuid, card.amount, invoice.total, by=by)
    announce_refund(invoice, card)
    return True


@transaction.atomic
def end_services(invoice: Invoice, *, reason: str, by: Actor) -> None:
    """End what an invoice paid for."""
    paid_for = Service.objects.filter(invoice_lines__invoice=invoice).select_related("order_line").distinct()
    for service in paid_for.order_by("pk"):
        end(service, reason=reason, by=by)


def _settled(card: RefundCard, *, by: Actor) -> Invoice:
    """The invoice, locked; a refund that overtook its payment's settling settles it first."""
    invoice = Invoice.objects.select_for_update().get(uuid=card.invoice_uuid)
    if invoice.payment_uuid is None:
        settle_payment(card.payment_uuid, by=by)
        invoice.refresh_from_db()
    return invoice


def _count(invoice: Invoice, card: RefundCard, *, by: Actor) -> None:
    invoice.refunded_minor += card.amount.minor
    invoice.save(update_fields=["refunded_minor"])
    if invoice.refunded_minor == invoice.paid_minor:
        invoice.move(Invoice.Status.REFUNDED, by=by, reason=card.reason)
    else:
        record(invoice, "refund in part", by=by, reason=card.reason, minor=card.amount.minor)
