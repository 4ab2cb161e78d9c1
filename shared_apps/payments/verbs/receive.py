"""A gateway's event: its signature first, then our own questions; an event alone moves no money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from ..collecting import own_row
from ..errors import ForgedEvent
from ..gateways import gateway_named
from ..gateways.protocol import Facts, Gateway, Heard, Unknown
from ..models import GatewayAccount, GatewayEvent, Payment, SavedCard
from .saved_cards import finish_saving
from .settle import ASK_AGAIN, converge, hold, watch

WEBHOOK = Actor.system("payments.webhook")
Outcome = GatewayEvent.Outcome


@dataclass(frozen=True, slots=True)
class Reading:
    """What an event means for us: a payment to bring up to the facts, or a reason to hold it."""

    outcome: str
    payment: Payment | None = None
    facts: Facts | None = None
    note: str = ""


def receive(gateway_name: str, body: bytes, headers: Mapping[str, str]) -> tuple[Payment | None, str]:
    """Take in an event: the payment it concerns and what came of it (`GatewayEvent.Outcome` or "repeated").

    Raises `ForgedEvent` when its signature, time or version does not hold. Not inside a transaction.
    """
    account = own_row(gateway_name)
    if account is None:
        raise ForgedEvent("No account.")
    gateway = gateway_named(gateway_name)
    heard = gateway.hear(account, body, headers)
    if account.events.filter(event_id=heard.event_id).exists():
        return None, "repeated"
    return _take_in(account, heard, _read(gateway, account, heard))


def _read(gateway: Gateway, account: GatewayAccount, heard: Heard) -> Reading:
    if not heard.concerns_payment or heard.tenant_uuid != str(current_tenant().uuid):
        return Reading(Outcome.IGNORED)
    return _finish_card(heard) if heard.card_uuid else _read_payment(gateway, account, heard)


def _read_payment(gateway: Gateway, account: GatewayAccount, heard: Heard) -> Reading:
    payment = _payment(heard.payment_uuid)
    if payment is None:
        return Reading(Outcome.QUARANTINED, note=f"It names payment {heard.payment_uuid}, which is not ours.")
    wrong = mismatch(payment, heard)
    if wrong:
        return Reading(Outcome.QUARANTINED, payment, note=wrong)
    if not payment.reference and heard.session:
        payment.reference = heard.session
    if not payment.reference:
        return Reading(Outcome.DEFERRED, payment)
    found = gateway.look(account, payment)
    if isinstance(found, Unknown):
        return Reading(Outcome.DEFERRED, payment, note=found.reason)
    return Reading(Outcome.APPLIED, payment, facts=found)


def _finish_card(heard: Heard) -> Reading:
    """A card that a client adds. It is asked about before the event is taken in: again, it changes nothing."""
    try:
        card = SavedCard.objects.here().filter(uuid=UUID(heard.card_uuid)).first()
    except ValueError:
        card = None
    if card is None:
        return Reading(Outcome.QUARANTINED, note=f"It names card {heard.card_uuid}, which is not ours.")
    if not card.session and heard.session:
        card.session = heard.session
    finish_saving(card, by=WEBHOOK)
    return Reading(Outcome.APPLIED)


def _payment(uuid: str) -> Payment | None:
    try:
        return Payment.objects.here().filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None


def mismatch(payment: Payment, heard: Heard) -> str:
    """Why an event is not about this payment as it is; empty when it is (RELIABILITY 15)."""
    if heard.session and payment.reference and heard.session != payment.reference:
        return f"It names {heard.session}, and the payment's session is {payment.reference}."
    if heard.amount != payment.amount:
        return f"It names {heard.amount} where {payment.amount} is due."
    return ""


@transaction.atomic
def _take_in(account: GatewayAccount, heard: Heard, reading: Reading) -> tuple[Payment | None, str]:
    """The event's row and its effect commit together; who comes second finds the row and does nothing."""
    _, is_first = account.events.get_or_create(
        event_id=heard.event_id,
        defaults={
            "kind": heard.kind,
            "outcome": reading.outcome,
            "payment": reading.payment,
            "note": reading.note,
            "received_at": now(),
        },
    )
    return (_effect(reading, heard), reading.outcome) if is_first else (None, "repeated")


def _effect(reading: Reading, heard: Heard) -> Payment | None:
    payment = reading.payment
    if payment is None:
        return None
    if reading.facts:
        return converge(payment, reading.facts, by=WEBHOOK)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if reading.outcome == Outcome.QUARANTINED:
        hold(payment, reading.note, by=WEBHOOK)
    elif reading.outcome == Outcome.DEFERRED:
        watch(payment, f"{payment.uuid}:{heard.event_id}", ASK_AGAIN)
    return payment
