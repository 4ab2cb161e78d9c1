"""Money that came from a reseller goes into what it is for; all of it commits together, in the operator's tenant."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind
from shared_apps.payments import door as payments
from shared_apps.payments.door import PaymentCard
from tenants.models import Tenant

from ..bill_cards import bill_card
from ..booking import book_received, book_sale
from ..errors import PaymentDoesNotFit
from ..models import Bill, Statement, Transfer
from ..owed import Owed, owed_by
from ..paid import follow_paid
from .bills import locked_bill, tell
from .statements import pay_statement
from .transfers import TransferWish, take_turns, top_up, write_transfer


@transaction.atomic
def settle_payment(payment_uuid: UUID | str, *, by: Actor) -> bool:
    """Put a payment that has settled into what it is for; False where that was done before.

    What is not open any more when its money comes becomes balance. In the operator's tenant.
    Raises `PaymentDoesNotFit`.
    """
    card = payments.payment(payment_uuid)
    if not card.is_received:
        raise PaymentDoesNotFit(f"Payment {card.uuid} is {card.status}.")
    fees = card.fee.split([share.amount.minor for share in card.shares])
    took = [
        _take(owed_by(share.invoice_uuid), card, share.amount, fee, by=by)
        for share, fee in zip(card.shares, fees, strict=True)
    ]
    return any(took)


def draw_bill(bill: Bill, account: AccountKind, *, by: Actor) -> Bill:
    """Pay a bill out of an account of the reseller's, in the caller's transaction and under its locks."""
    wish = TransferWish(bill.total, "balance", bill.number, uuid5(bill.uuid, "balance"))
    write_transfer(bill.tenant, wish, Transfer.Kind.BILL, by=by, bill=bill, out_of=account)
    _pay(bill, "balance", by=by)
    book_sale(bill, None, Money.zero(bill.currency))
    _follow(bill, by)
    return bill


def _take(owed: Owed, card: PaymentCard, amount: Money, fee: Money, *, by: Actor) -> bool:
    tenant = Tenant.objects.get(pk=owed.tenant_id)
    if tenant.uuid != card.client_uuid or amount != owed.total:
        raise PaymentDoesNotFit(f"Payment {card.uuid} is not for {owed.number}.")
    # Transfers, draws and payments of a reseller take turns: always this lock first.
    take_turns(tenant)
    key = uuid5(card.uuid, str(owed.uuid))
    if Transfer.objects.filter(uuid=key).exists():
        return False
    wish = TransferWish(amount, card.gateway, card.reference[:120], key, card.uuid)
    if isinstance(owed, Bill):
        bill = locked_bill(owed.uuid)
        if bill.is_open:
            write_transfer(tenant, wish, Transfer.Kind.BILL, by=by, bill=bill)
            _pay(bill, card.gateway, by=by)
            book_sale(bill, card, fee)
            _follow(bill, by)
            return True
        record(bill, "keep as balance", by=by, minor=amount.minor, payment=str(card.uuid))
    elif isinstance(owed, Statement) and _pay_statement(owed, wish, by=by):
        book_received(owed, tenant, card, amount, fee)
        return True
    top_up(tenant, _named(wish, owed), by=by)
    book_received(owed, tenant, card, amount, fee)
    return True


def _pay_statement(statement: Statement, wish: TransferWish, *, by: Actor) -> bool:
    locked = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    if not locked.is_open:
        return False
    pay_statement(
        locked,
        method=wish.method,
        reference=wish.reference,
        key=wish.key,
        payment_uuid=wish.payment_uuid,
        by=by,
    )
    return True


def _named(wish: TransferWish, owed: Owed) -> TransferWish:
    return TransferWish(wish.amount, wish.method, owed.number, wish.key, wish.payment_uuid)


def _pay(bill: Bill, gateway: str, *, by: Actor) -> None:
    bill.move(Bill.Status.PAID, by=by, paid_at=now(), paid_by=gateway)


def _follow(bill: Bill, by: Actor) -> None:
    tell(bill, "bill_paid", key=str(bill.uuid), paid_by=bill.paid_by)
    follow_paid(bill_card(bill), by)
