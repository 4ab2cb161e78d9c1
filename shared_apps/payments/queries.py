"""Reads of payments; each begins at the current tenant's rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet, Sum

from shared_apps.kernel.money import Money

from .cards import CardOnFile, HeldEvent, PaymentCard, ReceiptCard, RefundCard
from .errors import UnknownPayment
from .models import GatewayAccount, GatewayEvent, Payment, Receipt, Refund, SavedCard
from .words import spoken


def payment_by(uuid: UUID | str) -> Payment:
    """A payment of this tenant; `UnknownPayment` for any other uuid."""
    found = Payment.objects.here().filter(uuid=uuid).first()
    if found is None:
        raise UnknownPayment(str(uuid))
    return found


def live_payment(invoice_uuid: UUID) -> Payment | None:
    """The one payment of an invoice that is open or holds money."""
    live = [*Payment.OPEN, Payment.Status.SETTLED, Payment.Status.REFUNDED]
    return Payment.objects.here().filter(invoice_uuid=invoice_uuid, status__in=live).first()


def saved_cards(client_uuid: UUID) -> QuerySet[SavedCard]:
    """A client's saved cards, the default first."""
    saved = SavedCard.objects.here().filter(client_uuid=client_uuid, status=SavedCard.Status.SAVED)
    return saved.order_by("-is_default", "-saved_at", "-pk")


def card_on_file(card: SavedCard) -> CardOnFile:
    """A saved card as others see it."""
    return CardOnFile(
        uuid=card.uuid,
        client_uuid=card.client_uuid,
        label=card.label,
        expires_month=card.expires_month,
        expires_year=card.expires_year,
        is_default=card.is_default,
        is_expired=card.is_expired,
        saved_at=card.saved_at,
    )


def is_held(invoice_uuid: UUID) -> bool:
    """Whether a payment of the invoice is held for review."""
    held = Payment.objects.here().filter(invoice_uuid=invoice_uuid, status=Payment.Status.QUARANTINED)
    return held.exists()


def account_of(gateway: str) -> GatewayAccount | None:
    return GatewayAccount.objects.here().filter(gateway=gateway).first()


def with_receipts(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Payments with their receipts, without the receipts' bytes. One query more."""
    return payments.prefetch_related(
        Prefetch("receipts", queryset=Receipt.objects.defer("content").order_by("-id"))
    )


def held_events(limit: int = 50) -> list[HeldEvent]:
    """Signed events that fitted no payment of ours, newest first."""
    events = GatewayEvent.objects.filter(
        account__in=GatewayAccount.objects.here(), outcome=GatewayEvent.Outcome.QUARANTINED
    ).select_related("payment")
    return [_held(event) for event in events.order_by("-id")[:limit]]


def refundable(payment: Payment) -> Money:
    """What is left of a payment after the refunds that are done or on their way."""
    open_minor = payment.refunds.filter(status__in=Refund.OPEN).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return Money(payment.amount_minor - payment.refunded_minor - open_minor, payment.currency)


def card(payment: Payment, *, with_receipts: bool = False) -> PaymentCard:
    """A payment as others see it."""
    receipts = tuple(_receipt(one) for one in payment.receipts.all()) if with_receipts else ()
    return PaymentCard(
        uuid=payment.uuid,
        invoice_uuid=payment.invoice_uuid,
        invoice_number=payment.invoice_number,
        client_uuid=payment.client_uuid,
        client_name=payment.client_name,
        gateway=payment.gateway,
        gateway_label=str(GatewayAccount.Gateway(payment.gateway).label),
        amount=payment.amount,
        fee=payment.fee,
        refunded=payment.refunded,
        status=payment.status,
        status_label=str(Payment.Status(payment.status).label),
        reference=payment.reference,
        redirect_url=payment.redirect_url,
        reason=spoken(payment.note),
        started_at=payment.started_at,
        settled_at=payment.settled_at,
        receipts=receipts,
    )


def refund_card(refund: Refund) -> RefundCard:
    """A refund as others see it; reads its payment."""
    return RefundCard(
        uuid=refund.uuid,
        payment_uuid=refund.payment.uuid,
        invoice_uuid=refund.payment.invoice_uuid,
        gateway=refund.payment.gateway,
        amount=refund.amount,
        status=refund.status,
        status_label=str(Refund.Status(refund.status).label),
        reason=spoken(refund.reason),
        note=spoken(refund.note),
        requested_at=refund.requested_at,
    )


def _receipt(receipt: Receipt) -> ReceiptCard:
    return ReceiptCard(receipt.pk, receipt.name, receipt.is_image, receipt.uploaded_at)


def _held(event: GatewayEvent) -> HeldEvent:
    payment = event.payment
    return HeldEvent(
        event.kind, event.event_id, event.note, event.received_at, payment.uuid if payment else None
    )
