"""Refunds: ours are claimed, sent and recorded; those made at the gateway are adopted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, Sum

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money

from ..collecting import account_for, guard_refund
from ..errors import RefundRefused
from ..following import GIVEN_BACK, task_for
from ..gateways import gateway_named
from ..gateways.protocol import Declined, Done, RefundFact, Unknown
from ..models import GatewayAccount, GatewayEvent, Payment, Refund
from ..queries import left_of, own_account, payment_by
from ..words import MADE_AT_GATEWAY


@dataclass(frozen=True, slots=True)
class RefundWish:
    """Give `amount` of a payment back. `key` makes it one: the same key again gives the same refund.

    It is of what the payment paid for `invoice_uuid`, by default its first. `to_credit`: it goes to the
    client's account credit and not to where it came from. `most`: what our refunds of this share may come to,
    where a part of it was too much and became account credit.
    """

    payment_uuid: UUID
    amount: Money
    reason: str
    key: UUID
    invoice_uuid: UUID | None = None
    to_credit: bool = False
    most: Money | None = None


def give_back(wish: RefundWish, *, by: Actor) -> Refund:
    """Refund a payment in whole or in part; raises `RefundRefused` when more is asked for than is left.

    Not inside a transaction: the claim commits before the gateway is called. `RefundBeyondHeld` where another
    tenant collected the money and does not hold as much any more.
    """
    return send_refund(_claim(wish, by=by), by=by)


def send_refund(refund: Refund, *, by: Actor) -> Refund:
    """Call the gateway with the refund's key and record what came of it; safe to repeat."""
    if refund.status not in Refund.OPEN:
        return refund
    account = _account(refund)
    gateway = gateway_named(refund.gateway)
    if gateway.is_remote:
        return _record(refund, gateway.refund(account, refund), by=by)
    with transaction.atomic():
        return _record(refund, gateway.refund(account, refund), by=by)


def _account(refund: Refund) -> GatewayAccount:
    """Where the money goes back from: the account that took it, or the client's credit."""
    if refund.to_credit:
        return own_account(refund.gateway)
    return account_for(refund.payment) or own_account(refund.gateway)


def adopt_refunds(payment: Payment, facts: Iterable[RefundFact], *, by: Actor) -> None:
    """Take in what the gateway says was given back, in the caller's transaction and under its lock."""
    for fact in facts:
        ours = _own(payment, fact) or _write_down(payment, fact, by=by)
        for number, one in enumerate(ours):
            # One refund at the gateway may be of several invoices: each has a row of its own.
            _finish(one, f"{fact.reference}#{number}" if number else fact.reference, by=by)


@transaction.atomic
def _claim(wish: RefundWish, *, by: Actor) -> Refund:
    payment = Payment.objects.select_for_update().get(pk=payment_by(wish.payment_uuid).pk)
    known = payment.refunds.filter(uuid=wish.key).first()
    if known:
        return known
    if payment.status != Payment.Status.SETTLED:
        raise RefundRefused("Only a settled payment can be refunded.")
    share = payment.shares.filter(invoice_uuid=wish.invoice_uuid or payment.invoice_uuid).first()
    left = _most(left_of(share), payment, wish) if share else Money.zero(payment.currency)
    if wish.amount.currency != payment.currency or not 0 < wish.amount.minor <= left.minor:
        raise RefundRefused(f"At most {left} can be refunded.")
    if not wish.to_credit:
        guard_refund(payment, wish.invoice_uuid or payment.invoice_uuid, wish.amount, wish.key)
    try:
        with transaction.atomic():
            return _new(payment, wish)
    except IntegrityError:
        raise RefundRefused("The refund's key belongs to another payment.") from None


def _most(left: Money, payment: Payment, wish: RefundWish) -> Money:
    """What may go back now. Read under the payment's lock: of two at once, the second sees the first."""
    if wish.most is None:
        return left
    ours = payment.refunds.filter(
        invoice_uuid=wish.invoice_uuid or payment.invoice_uuid, made_at_gateway=False
    ).exclude(status=Refund.Status.DECLINED)
    gone = int(ours.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
    return Money(min(left.minor, wish.most.minor - gone), left.currency)


def _new(payment: Payment, wish: RefundWish) -> Refund:
    return Refund.objects.create(
        uuid=wish.key,
        tenant_id=payment.tenant_id,
        payment=payment,
        invoice_uuid=wish.invoice_uuid or payment.invoice_uuid,
        to_credit=wish.to_credit,
        amount_minor=wish.amount.minor,
        currency=wish.amount.currency,
        reason=wish.reason,
        requested_at=now(),
    )


def _own(payment: Payment, fact: RefundFact) -> list[Refund]:
    named = payment.refunds.filter(
        Q(reference=fact.reference) | Q(reference__startswith=f"{fact.reference}#")
    )
    ours = list(named.order_by("pk"))
    if not ours and fact.refund_uuid:
        ours = list(payment.refunds.filter(uuid=fact.refund_uuid))
    return ours


def _write_down(payment: Payment, fact: RefundFact, *, by: Actor) -> list[Refund]:
    """A refund that staff made at the gateway: of the invoices in the order of their shares.

    What is beyond what is left of them was given back twice: it is held for staff to see.
    """
    made, rest = [], fact.amount.minor
    for share in payment.shares.order_by("pk"):
        part = min(rest, left_of(share).minor)
        if part <= 0:
            continue
        rest -= part
        made.append(
            Refund.objects.create(
                tenant_id=payment.tenant_id,
                payment=payment,
                invoice_uuid=share.invoice_uuid,
                amount_minor=part,
                currency=fact.amount.currency,
                made_at_gateway=True,
                reason=MADE_AT_GATEWAY,
                requested_at=now(),
            )
        )
    if rest:
        _hold(payment, fact, Money(rest, fact.amount.currency), by=by)
    return made


def _hold(payment: Payment, fact: RefundFact, rest: Money, *, by: Actor) -> None:
    account = account_for(payment)
    if account is None:
        return
    _, is_new = account.events.get_or_create(
        event_id=f"refund:{fact.reference}",
        defaults={
            "kind": "refund",
            "outcome": GatewayEvent.Outcome.QUARANTINED,
            "payment": payment,
            "note": f"{rest} went back at the gateway beyond what was left of the payment.",
            "received_at": now(),
        },
    )
    if is_new:
        record(payment, "hold refund", by=by, minor=rest.minor, reference=fact.reference)


@transaction.atomic
def _record(refund: Refund, outcome: Done | Declined | Unknown, *, by: Actor) -> Refund:
    Payment.objects.select_for_update().get(pk=refund.payment_id)
    refund.refresh_from_db()
    if isinstance(outcome, Done):
        _finish(refund, outcome.reference, by=by)
    elif isinstance(outcome, Declined) and refund.status in Refund.OPEN:
        refund.move(Refund.Status.DECLINED, by=by, reason=outcome.reason, note=outcome.reason)
    elif isinstance(outcome, Unknown) and refund.status == Refund.Status.REQUESTED:
        refund.move(Refund.Status.UNKNOWN, by=by)
        key = {"refund_uuid": str(refund.uuid)}
        schedule("payments.send_refund", key, key=str(refund.uuid), due_at=now() + timedelta(seconds=5))
    return refund


def _finish(refund: Refund, reference: str, *, by: Actor) -> None:
    """The money is back with the client: count it, and have the invoice follow."""
    if refund.status == Refund.Status.DONE:
        return
    refund.move(Refund.Status.DONE, by=by, reference=reference, done_at=now())
    payment = Payment.objects.select_for_update().get(pk=refund.payment_id)
    payment.refunded_minor += refund.amount_minor
    payment.save(update_fields=["refunded_minor"])
    payment.shares.filter(invoice_uuid=refund.invoice_uuid).update(
        refunded_minor=F("refunded_minor") + refund.amount_minor
    )
    if payment.refunded_minor == payment.amount_minor:
        payment.move(Payment.Status.REFUNDED, by=by)
    schedule(task_for(GIVEN_BACK), {"refund_uuid": str(refund.uuid)}, key=str(refund.uuid))
