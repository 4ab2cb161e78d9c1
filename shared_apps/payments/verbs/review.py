"""What staff decide about a payment: approve or refuse a transfer, release a held one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.kernel.actor import Actor

from ..collecting import account_for
from ..errors import MethodUnavailable
from ..gateways import gateway_named
from ..gateways.protocol import Facts
from ..models import Payment
from ..queries import payment_by
from .settle import converge, settle


@transaction.atomic
def approve_transfer(payment_uuid: UUID, *, by: Actor) -> Payment:
    """The money is on the bank account: the payment settles. `IllegalMove` unless it awaits approval."""
    payment = _awaiting(payment_uuid)
    settle(payment, by=by)
    return payment


@transaction.atomic
def refuse_transfer(payment_uuid: UUID, *, reason: str, by: Actor) -> Payment:
    """The money did not come, or the receipt shows something else. The client may pay anew."""
    payment = _awaiting(payment_uuid)
    payment.move(Payment.Status.DECLINED, by=by, reason=reason, note=reason)
    return payment


def release(payment_uuid: UUID, *, by: Actor) -> Payment:
    """Ask the gateway about a held payment and take its word: it settles, or it is given up.

    Where another payment of the invoice has settled meanwhile, what is too much becomes account credit.
    """
    payment = payment_by(payment_uuid)
    account = account_for(payment)
    if account is None:
        raise MethodUnavailable(payment.gateway)
    found = gateway_named(payment.gateway).look(account, payment)
    return converge(payment, found, by=by, release=True) if isinstance(found, Facts) else payment


def _awaiting(payment_uuid: UUID) -> Payment:
    """A transfer that waits; the lock makes two deciders take turns."""
    payment = Payment.objects.select_for_update().get(pk=payment_by(payment_uuid).pk)
    if payment.gateway != "bank":
        raise MethodUnavailable(payment.gateway)
    return payment
