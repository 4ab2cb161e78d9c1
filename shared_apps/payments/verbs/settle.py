"""What the gateway says becomes what we know: the one place where a payment settles or is held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now

from ..collecting import account_for
from ..following import SETTLED, task_for
from ..gateways.protocol import EXPIRED, FAILED, OPEN, PAID, Facts
from ..models import Payment
from ..words import PAID_AFTER_ALL
from .given_back import adopt_refunds
from .saved_cards import keep_card

ASK_AGAIN = timedelta(seconds=5)


@transaction.atomic
def converge(payment: Payment, facts: Facts, *, by: Actor, release: bool = False) -> Payment:
    """Bring a payment to what the gateway says of it. The same facts again change nothing.

    A held payment stays held until staff `release` it.
    """
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.status == Payment.Status.QUARANTINED and not release:
        return payment
    wrong = mismatch(payment, facts)
    if wrong:
        hold(payment, wrong, by=by)
        return payment
    _apply(payment, facts, by=by)
    if payment.status in {Payment.Status.SETTLED, Payment.Status.REFUNDED}:
        adopt_refunds(payment, facts.refunds, by=by)
        _keep(payment, facts, by=by)
    return payment


def mismatch(payment: Payment, facts: Facts) -> str:
    """Why the facts are not this payment's; empty when they are (RELIABILITY 15)."""
    if facts.payment_uuid != str(payment.uuid):
        return f"The gateway names payment {facts.payment_uuid or '(none)'}."
    if payment.reference and facts.reference != payment.reference:
        return f"The gateway names reference {facts.reference}."
    if facts.amount != payment.amount:
        return f"The gateway names {facts.amount} where {payment.amount} is due."
    return ""


def settle(payment: Payment, *, by: Actor, at: datetime | None = None, **fields: Any) -> None:
    """Money is in. What it is for follows by the agenda, even when nobody is there to wait for it."""
    payment.move(Payment.Status.SETTLED, by=by, settled_at=at or now(), note="", **fields)
    schedule(task_for(SETTLED), {"payment_uuid": str(payment.uuid)}, key=str(payment.uuid))


def hold(payment: Payment, reason: str, *, by: Actor) -> None:
    """Keep a payment from settling until staff have looked at it; a settled one stays as it is."""
    if payment.can_become(Payment.Status.QUARANTINED):
        payment.move(Payment.Status.QUARANTINED, by=by, reason=reason, note=reason)


def watch(payment: Payment, key: str, after: timedelta) -> None:
    """Have the reconciler ask about a payment later."""
    schedule("payments.reconcile", {"payment_uuid": str(payment.uuid)}, key=key, due_at=now() + after)


def _keep(payment: Payment, facts: Facts, *, by: Actor) -> None:
    account = account_for(payment)
    if facts.kept_card and account and payment.wish.get("keeps_for") == facts.kept_card.customer:
        keep_card(account, payment.client_uuid, facts.kept_card, by=by)


def _apply(payment: Payment, facts: Facts, *, by: Actor) -> None:
    if facts.state == PAID:
        _take(payment, facts, by=by)
    elif payment.status == Payment.Status.QUARANTINED:
        payment.move(Payment.Status.CANCELLED, by=by)
    elif facts.state == OPEN and payment.status == Payment.Status.UNKNOWN:
        payment.move(
            Payment.Status.STARTED,
            by=by,
            reference=facts.reference,
            redirect_url=facts.redirect_url,
            note="",
        )
    elif facts.state == OPEN and facts.problem != payment.note:
        Payment.objects.filter(pk=payment.pk).update(note=facts.problem)
        payment.note = facts.problem
    elif facts.state in {EXPIRED, FAILED} and payment.is_open:
        end = Payment.Status.DECLINED if facts.problem or facts.state == FAILED else Payment.Status.CANCELLED
        payment.move(end, by=by, reason=facts.problem, note=facts.problem)


def _take(payment: Payment, facts: Facts, *, by: Actor) -> None:
    if payment.can_become(Payment.Status.SETTLED):
        settle(payment, by=by, fee_minor=facts.fee.minor, reference=facts.reference, payer=facts.payer)
    elif payment.status in {Payment.Status.CANCELLED, Payment.Status.DECLINED}:
        hold(payment, PAID_AFTER_ALL, by=by)
