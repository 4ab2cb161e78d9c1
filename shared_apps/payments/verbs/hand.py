"""Money that staff have taken themselves is written down."""

from __future__ import annotations

from dataclasses import replace

from django.db import IntegrityError

from shared_apps.kernel.actor import Actor

from ..cards import StartWish
from ..errors import ReferenceUsed
from ..models import GatewayAccount, Payment
from ..queries import open_payments
from .start import start

HAND = GatewayAccount.Gateway.HAND


def write_down(wish: StartWish, *, by: Actor) -> Payment:
    """The settled payment. Raises `ReferenceUsed` where one with its reference is there, and as `start` does."""
    wish = replace(wish, gateway=HAND, reference=wish.reference.strip()[:255])
    if wish.key and (earlier := Payment.objects.here().filter(uuid=wish.key).first()):
        return earlier
    known = Payment.objects.here().filter(gateway=HAND, reference=wish.reference)
    if wish.reference and known.exists():
        raise ReferenceUsed(wish.reference)
    try:
        payment = start(wish, by=by, is_offered=False)
    except IntegrityError:
        for claimed in open_payments(wish.invoice_uuids):
            claimed.move(Payment.Status.CANCELLED, by=by, reason="The reference is used.")
        raise ReferenceUsed(wish.reference) from None
    if wish.at:
        Payment.objects.filter(pk=payment.pk).update(settled_at=wish.at)
        payment.settled_at = wish.at
    return payment
