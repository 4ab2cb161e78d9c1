"""Reads of payments; each begins at the current tenant's rows."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Sum

from shared_apps.kernel.money import Money, total
from tenants.context import current_tenant

from .cards import CardOnFile, HeldEvent, PaymentCard, ReceiptCard, RefundCard, ShareCard
from .collecting import account_in_use
from .errors import MethodUnavailable, UnknownPayment
from .models import GatewayAccount, GatewayEvent, Payment, PaymentShare, Receipt, Refund, SavedCard
from .words import spoken


def payment_by(uuid: UUID | str) -> Payment:
    """A payment of this tenant; `UnknownPayment` for any other uuid."""
    found = Payment.objects.here().filter(uuid=uuid).first()
    if found is None:
        raise UnknownPayment(str(uuid))
    return found


def open_payments(invoice_uuids: Iterable[UUID]) -> list[Payment]:
    """The open payments of invoices: at most one of each."""
    shares = PaymentShare.objects.here().filter(invoice_uuid__in=list(invoice_uuids), is_open=True)
    return list(Payment.objects.filter(pk__in=shares.values("payment")).order_by("pk"))


def saved_cards(client_uuid: UUID) -> QuerySet[SavedCard]:
    """A client's saved cards at the account that collects now, the default first: no other one can charge them."""
    account = account_of("stripe")
    saved = SavedCard.objects.here().filter(
        client_uuid=client_uuid, status=SavedCard.Status.SAVED, account=account
    )
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


def is_held(invoice_uuids: Iterable[UUID]) -> bool:
    """Whether a payment of one of the invoices is held for review."""
    held = PaymentShare.objects.here().filter(
        invoice_uuid__in=list(invoice_uuids), payment__status=Payment.Status.QUARANTINED
    )
    return held.exists()


def received_for(invoice_uuid: UUID) -> int:
    """What is open or has settled for an invoice, in minor units."""
    counted = [*Payment.OPEN, Payment.Status.SETTLED, Payment.Status.REFUNDED]
    shares = PaymentShare.objects.here().filter(invoice_uuid=invoice_uuid, payment__status__in=counted)
    return int(shares.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def of_invoice(invoice_uuid: UUID) -> QuerySet[Payment]:
    """Every try to pay an invoice, newest first."""
    shares = PaymentShare.objects.here().filter(invoice_uuid=invoice_uuid)
    return Payment.objects.here().filter(pk__in=shares.values("payment")).order_by("-id")


def cards(payments: QuerySet[Payment], *, with_receipts: bool = False) -> list[PaymentCard]:
    """Payments as others see them, with their shares. One or two queries more."""
    found = payments.prefetch_related(Prefetch("shares", queryset=PaymentShare.objects.order_by("id")))
    if with_receipts:
        found = receipts_with(found)
    return [card(one, with_receipts=with_receipts) for one in found]


def account_of(gateway: str) -> GatewayAccount | None:
    """The account by which new payments begin: the tenant's own, or the one that collects for it."""
    return account_in_use(gateway)


def own_account(gateway: str) -> GatewayAccount:
    """The tenant's account at a gateway; one that needs no keys is made, switched off, on first asking.

    `MethodUnavailable` where it needs keys and has none.
    """
    found = account_of(gateway)
    if found:
        return found
    if gateway not in {GatewayAccount.Gateway.CREDIT, GatewayAccount.Gateway.HAND}:
        raise MethodUnavailable(gateway)
    made, _ = GatewayAccount.objects.get_or_create(tenant_id=current_tenant().id, gateway=gateway)
    return made


def receipts_with(payments: QuerySet[Payment]) -> QuerySet[Payment]:
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
    return total([left_of(share) for share in payment.shares.all()], payment.currency)


def left_of(share: PaymentShare) -> Money:
    """The same for what it paid of one invoice."""
    on_their_way = Refund.objects.filter(
        payment_id=share.payment_id, invoice_uuid=share.invoice_uuid, status__in=Refund.OPEN
    )
    open_minor = on_their_way.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return Money(share.amount_minor - share.refunded_minor - int(open_minor), share.currency)


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
        gateway_label=method_label(payment.gateway, payment.method),
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
        is_collected=payment.is_collected,
        payer=payment.payer,
        shares=tuple(
            ShareCard(one.invoice_uuid, one.invoice_number, one.amount, one.refunded)
            for one in sorted(payment.shares.all(), key=lambda one: one.pk)
        ),
    )


def method_label(gateway: str, method: str = "") -> str:
    """How money came, in the reader's words."""
    label = Payment.Method(method).label if method else GatewayAccount.Gateway(gateway).label
    return str(label)


def refund_card(refund: Refund) -> RefundCard:
    """A refund as others see it; reads its payment."""
    return RefundCard(
        uuid=refund.uuid,
        payment_uuid=refund.payment.uuid,
        invoice_uuid=refund.invoice_uuid,
        gateway=refund.gateway,
        amount=refund.amount,
        status=refund.status,
        status_label=str(Refund.Status(refund.status).label),
        reason=spoken(refund.reason),
        note=spoken(refund.note),
        requested_at=refund.requested_at,
        is_foreign=refund.made_at_gateway,
        is_collected=refund.payment.is_collected and not refund.to_credit,
    )


def _receipt(receipt: Receipt) -> ReceiptCard:
    return ReceiptCard(receipt.pk, receipt.name, receipt.is_image, receipt.uploaded_at)


def _held(event: GatewayEvent) -> HeldEvent:
    payment = event.payment
    return HeldEvent(
        event.kind, event.event_id, event.note, event.received_at, payment.uuid if payment else None
    )
