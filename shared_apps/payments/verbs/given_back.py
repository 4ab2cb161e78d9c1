"""Refunds: ours are claimed, sent and recorded; those made at the gateway are adopted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money

from ..errors import MethodUnavailable, RefundRefused
from ..gateways import gateway_named
from ..gateways.protocol import Declined, Done, RefundFact, Unknown
from ..models import Payment, Refund
from ..queries import account_of, payment_by, refundable
from ..words import MADE_AT_GATEWAY


@dataclass(frozen=True, slots=True)
class RefundWish:
    """Give `amount` of a payment back. `key` makes it one: the same key again gives the same refund."""

    payment_uuid: UUID
    amount: Money
    reason: str
    key: UUID


def give_back(wish: RefundWish, *, by: Actor) -> Refund:
    """Refund a payment in whole or in part; raises `RefundRefused` when more is asked for than is left.

    Not inside a transaction: the claim commits before the gateway is called.
    """
    return send_refund(_claim(wish, by=by), by=by)


def send_refund(refund: Refund, *, by: Actor) -> Refund:
    """Call the gateway with the refund's key and record what came of it; safe to repeat."""
    if refund.status not in Refund.OPEN:
        return refund
    account = account_of(refund.payment.gateway)
    if account is None:
        raise MethodUnavailable(refund.payment.gateway)
    gateway = gateway_named(refund.payment.gateway)
    if gateway.is_remote:
        return _record(refund, gateway.refund(account, refund), by=by)
    with transaction.atomic():
        return _record(refund, gateway.refund(account, refund), by=by)


def adopt_refunds(payment: Payment, facts: Iterable[RefundFact], *, by: Actor) -> None:
    """Take in what the gateway says was given back, in the caller's transaction and under its lock."""
    for fact in facts:
        ours = _own(payment, fact)
        if ours is None:
            ours = _write_down(payment, fact)
        _finish(ours, fact.reference, by=by)


@transaction.atomic
def _claim(wish: RefundWish, *, by: Actor) -> Refund:
    payment = Payment.objects.select_for_update().get(pk=payment_by(wish.payment_uuid).pk)
    known = payment.refunds.filter(uuid=wish.key).first()
    if known:
        return known
    if payment.status != Payment.Status.SETTLED:
        raise RefundRefused("Only a settled payment can be refunded.")
    if wish.amount.currency != payment.currency or not 0 < wish.amount.minor <= refundable(payment).minor:
        raise RefundRefused(f"At most {refundable(payment)} can be refunded.")
    try:
        with transaction.atomic():
            return _new(payment, wish.amount, uuid=wish.key, reason=wish.reason)
    except IntegrityError:
        raise RefundRefused("The refund's key belongs to another payment.") from None


def _new(payment: Payment, amount: Money, *, uuid: UUID, reason: str) -> Refund:
    return Refund.objects.create(
        uuid=uuid,
        tenant_id=payment.tenant_id,
        payment=payment,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason,
        requested_at=now(),
    )


def _own(payment: Payment, fact: RefundFact) -> Refund | None:
    named = payment.refunds.filter(reference=fact.reference).first()
    if named is None and fact.refund_uuid:
        named = payment.refunds.filter(uuid=fact.refund_uuid).first()
    return named


def _write_down(payment: Payment, fact: RefundFact) -> Refund:
    return Refund.objects.create(
        tenant_id=payment.tenant_id,
        payment=payment,
        amount_minor=fact.amount.minor,
        currency=fact.amount.currency,
        reason=MADE_AT_GATEWAY,
        requested_at=now(),
    )


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
    if payment.refunded_minor == payment.amount_minor:
        payment.move(Payment.Status.REFUNDED, by=by)
    schedule("orders.record_refund", {"refund_uuid": str(refund.uuid)}, key=str(refund.uuid))
