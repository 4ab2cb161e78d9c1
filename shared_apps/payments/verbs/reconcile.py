"""Resolve what is unknown: ask by the key, never try blindly (RELIABILITY 18)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from shared_apps.agenda.door import Later
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now

from ..collecting import account_for
from ..gateways import gateway_named
from ..models import Payment, Refund
from ..queries import payment_by
from .ask import ask
from .given_back import send_refund
from .start import begin

# The gateway's own page closes after a day: by then an answer is final.
WATCHED_FOR = timedelta(hours=25)


def reconcile(payment_uuid: UUID | str, *, by: Actor) -> Payment:
    """Bring a payment up to what the gateway knows. One without a reference is begun again with its key,
    which the gateway answers with what it did the first time.
    """
    payment = payment_by(payment_uuid)
    if not payment.is_open:
        return payment
    account = account_for(payment)
    if account and gateway_named(payment.gateway).is_remote and not payment.reference:
        payment = begin(account, payment, by=by)
    return ask(payment, by=by)


def reconcile_until_final(payment_uuid: str, *, by: Actor) -> None:
    """The agenda's form: comes again while the payment is open, soon where it is unknown."""
    payment = reconcile(payment_uuid, by=by)
    if not payment.is_open or payment.gateway == "bank" or now() - payment.started_at > WATCHED_FOR:
        return
    is_unknown = payment.status == Payment.Status.UNKNOWN
    raise Later(timedelta(seconds=30) if is_unknown else timedelta(hours=1), f"Payment is {payment.status}.")


def resend_refund(refund_uuid: str, *, by: Actor) -> None:
    """Ask again for a refund whose fate is unknown, with its own key."""
    refund = Refund.objects.here().select_related("payment").get(uuid=refund_uuid)
    refund = send_refund(refund, by=by)
    if refund.status in Refund.OPEN:
        raise Later(timedelta(seconds=30), f"Refund is {refund.status}.")
