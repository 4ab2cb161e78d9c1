"""Ask the gateway what has become of a payment, and take its word."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor

from ..collecting import account_for
from ..gateways import gateway_named
from ..gateways.protocol import Facts
from ..models import Payment
from ..words import PAID_OTHERWISE
from .settle import converge


def ask(payment: Payment, *, by: Actor, give_up: bool = False) -> Payment:
    """Look once and converge; without an answer nothing changes. Not inside a transaction.

    `give_up` first stops the gateway from taking money for it: the client pays in another way.
    """
    account = account_for(payment)
    if account is None:
        return payment
    gateway = gateway_named(payment.gateway)
    if give_up:
        gateway.give_up(account, payment)
    if not gateway.is_remote:
        return _close(payment, by=by) if give_up else payment
    if not payment.reference:
        return payment
    found = gateway.look(account, payment)
    return converge(payment, found, by=by) if isinstance(found, Facts) else payment


@transaction.atomic
def _close(payment: Payment, *, by: Actor) -> Payment:
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.is_open:
        payment.move(Payment.Status.CANCELLED, by=by, reason=PAID_OTHERWISE, note=PAID_OTHERWISE)
    return payment
