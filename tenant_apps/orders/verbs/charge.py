"""The saved card pays an invoice by itself. A try of unknown fate is resolved before anything else is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction

from shared_apps.agenda.door import Later
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.payments import door as payments
from shared_apps.payments.door import CardOnFile, PaymentCard, StartWish

from ..announcements import announce_charge_failed
from ..dunning import next_charge
from ..following import card_to_charge, steps_of
from ..models import Invoice, Service, TrialEnd
from .activate import suspend
from .pay import start_wish
from .settle import settle_payment


def charge_invoice(invoice_uuid: UUID | str, key: str, *, by: Actor) -> PaymentCard | None:
    """One try for each key; None where there is nothing to charge, or the client pays in another way.

    Not inside a transaction. Raises `Later` while the outcome is unknown, or the client is paying just now.
    """
    invoice = Invoice.objects.select_related("client").get(uuid=invoice_uuid)
    card = card_to_charge(invoice)
    if not invoice.is_open or card is None or _pays_otherwise(invoice):
        return None
    try:
        paid = payments.start(_wish(invoice, card, key), by=by).payment
    except payments.PaymentUnderWay:
        raise Later(timedelta(minutes=30), "The client is paying just now.") from None
    except (payments.AlreadyPaid, payments.PaymentUnderReview, payments.MethodUnavailable):
        return None
    if paid.status == "unknown":
        raise Later(timedelta(minutes=1), "The charge is being checked.")
    _follow(invoice, paid, card, by=by)
    return paid


def _follow(invoice: Invoice, paid: PaymentCard, card: CardOnFile, *, by: Actor) -> None:
    if paid.is_settled:
        settle_payment(paid.uuid, by=by)
    elif paid.status == "declined":
        announce_charge_failed(invoice, paid, card, next_charge(steps_of(invoice), now()))
        _suspend_tried(invoice, by=by)


@transaction.atomic
def _suspend_tried(invoice: Invoice, *, by: Actor) -> None:
    """A service that was to wait for its first payment waits now: the card that should have ended its trial failed."""
    if invoice.cause != Invoice.Cause.TRIAL:
        return
    rows = Service.objects.select_for_update(of=("self",)).select_related("order_line", "client")
    tried = rows.filter(pk__in=invoice.lines.exclude(service=None).values("service"), periods_paid=0)
    for service in tried.filter(status=Service.Status.ACTIVE, trial_end=TrialEnd.SUSPEND).order_by("pk"):
        suspend(service, reason="The trial has ended.", by=by)


def _pays_otherwise(invoice: Invoice) -> bool:
    """Whether the client has chosen to send the money: the card is then left alone."""
    return any(one.status == "pending" for one in payments.payments_of(invoice.uuid))


def _wish(invoice: Invoice, card: CardOnFile, key: str) -> StartWish:
    return replace(
        start_wish([(invoice, invoice.due)], "stripe"),
        description=invoice.label,
        card_uuid=card.uuid,
        off_session=True,
        key=uuid5(invoice.uuid, key),
    )
