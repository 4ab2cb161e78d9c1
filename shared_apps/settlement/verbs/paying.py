"""A reseller pays the operator: by card, by bank transfer, out of its balance (REQUIREMENTS S4.20, S4.21)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from shared_apps.payments.door import InvoiceShare, PaymentCard, Started, StartWish
from shared_apps.payments.models import Payment
from tenants.models import Tenant

from ..errors import BalanceTooLow, BillNotOpen, UnknownBill
from ..models import Bill, TopUp
from ..owed import Owed, is_payable, owed_by
from ..queries import funds_of
from .bills import locked_bill
from .counter import at_operator
from .numbers import next_number
from .taking import draw_bill, settle_payment
from .transfers import take_turns


@dataclass(frozen=True, slots=True)
class Way:
    """How a reseller pays: the gateway, whose address the receipt goes to, and where the gateway sends them back.

    `{payment}` in the urls stands for the payment's uuid. `method`: what `payments.MethodCard.gateway` says.
    """

    method: str
    email: str
    language: str = "en"
    return_url: str = ""
    cancel_url: str = ""
    keeps_card: bool = False


def ways_to_pay(owed: Owed) -> list[payments.MethodCard]:
    """The operator's gateways that are switched on, and the reseller's saved cards there."""
    with at_operator():
        return payments.methods(client_uuid=owed.tenant.uuid, amount=owed.total)


def begin_payment(uuid: UUID, way: Way, *, tenant_id: int, by: Actor) -> Started:
    """Begin to pay what is owed whole, or go on with the payment that is open. Not inside a transaction.

    Raises `UnknownBill`, `BillNotOpen`, and the payments' door's `AlreadyPaid`, `MethodUnavailable`,
    `PaymentUnderReview`; `NotWhileActing` where somebody who acts for another would use a saved card.
    """
    owed = owed_by(uuid, tenant_id=tenant_id)
    if not is_payable(owed):
        raise BillNotOpen(owed.number)
    with at_operator():
        card_uuid = payments.card_named(way.method, owed.tenant.uuid)
        if card_uuid:
            only_oneself(by)
        started = payments.start(_wish(owed, way, card_uuid), by=by)
        if started.payment.is_settled:
            settle_payment(started.payment_uuid, by=by)
    return started


def go_on_paying(payment_uuid: UUID, *, tenant_uuid: UUID, by: Actor) -> PaymentCard:
    """Ask the gateway once what became of a reseller's payment, and take it in where money came.

    Not inside a transaction. Raises `UnknownPayment` for another reseller's.
    """
    _own_payment(payment_uuid, tenant_uuid)
    with at_operator():
        card = payments.payment(payment_uuid)
        if card.status in {"started", "unknown"}:
            card = payments.reconcile(payment_uuid, by=by)
        if card.is_settled:
            settle_payment(payment_uuid, by=by)
    return card


def payment_of(payment_uuid: UUID, *, tenant_uuid: UUID) -> tuple[PaymentCard, str]:
    """A reseller's payment with its receipts, and how to make the transfer. Raises `UnknownPayment`."""
    _own_payment(payment_uuid, tenant_uuid)
    with at_operator():
        card = payments.payment(payment_uuid)
        return card, payments.instructions(card.gateway) if card.status == "pending" else ""


def show_receipt(payment_uuid: UUID, file: UploadedFile[Any], *, tenant_uuid: UUID, by: Actor) -> None:
    """Show that a transfer was made. Raises `ReceiptRefused`, `PaymentRefused`, `UnknownPayment`."""
    _own_payment(payment_uuid, tenant_uuid)
    with at_operator():
        payments.add_receipt(payment_uuid, file, by=by)


def pay_from_balance(uuid: UUID, *, tenant_id: int, by: Actor) -> Bill:
    """Pay a bill out of what the operator holds of the reseller's: its balance, else what it collected.

    Not inside a transaction. Raises `UnknownBill`, `BillNotOpen`, `BalanceTooLow`, `NotWhileActing`.
    """
    only_oneself(by)
    with at_operator(), transaction.atomic():
        take_turns(Tenant.objects.get(pk=tenant_id))
        bill = locked_bill(uuid)
        if bill.tenant_id != tenant_id:
            raise UnknownBill(str(uuid))
        if not bill.is_open:
            raise BillNotOpen(bill.number)
        for account, left in funds_of(tenant_id, bill.currency):
            if left >= bill.total:
                return draw_bill(bill, account, by=by)
    raise BalanceTooLow(max((left for _, left in funds_of(tenant_id, bill.currency)), key=_minor))


def record_by_hand(owed: Owed, *, method: str, reference: str, key: UUID, by: Actor) -> PaymentCard:
    """Staff of the operator write down money that has come for it; `key` makes it one. In the operator's tenant.

    Not inside a transaction. Raises `BillNotOpen`, `ReferenceUsed`, `PaymentUnderReview`, `MethodUnavailable`.
    """
    if not payments.is_known(key) and not is_payable(owed):
        raise BillNotOpen(owed.number)
    payer = _Payer(owed.tenant.uuid, owed.tenant.name)
    share = InvoiceShare(owed.uuid, owed.number, owed.total)
    card = payments.record_by_hand(payer, [share], method=method, reference=reference, key=key, by=by)
    if card.is_received:
        settle_payment(card.uuid, by=by)
    return card


@transaction.atomic
def ask_top_up(tenant: Tenant, amount: Money, *, key: UUID, by: Actor) -> TopUp:
    """The reseller wants to pay into its balance; the same key again is the same wish."""
    found, _ = TopUp.objects.get_or_create(
        uuid=key,
        defaults={
            "tenant": tenant,
            "number": next_number("T"),
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "asked_at": now(),
        },
    )
    return found


@dataclass
class _Payer:
    uuid: UUID
    name: str
    email: str = ""


def _wish(owed: Owed, way: Way, card_uuid: UUID | None) -> StartWish:
    return StartWish(
        shares=(InvoiceShare(owed.uuid, owed.number, owed.total),),
        client_uuid=owed.tenant.uuid,
        client_name=owed.tenant.name,
        client_email=way.email,
        gateway="stripe" if card_uuid else way.method,
        description=owed.number,
        language=way.language,
        return_url=way.return_url,
        cancel_url=way.cancel_url,
        card_uuid=card_uuid,
        keeps_card=way.keeps_card and way.method == "stripe",
    )


def _own_payment(payment_uuid: UUID, tenant_uuid: UUID) -> None:
    mine = Payment.objects.filter(tenant__kind=Tenant.Kind.OPERATOR, client_uuid=tenant_uuid)
    if not mine.filter(uuid=payment_uuid).exists():
        raise payments.UnknownPayment(str(payment_uuid))


def _minor(amount: Money) -> int:
    return amount.minor
