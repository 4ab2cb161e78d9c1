"""Agenda tasks of payments."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor

from .queries import payment_by
from .verbs import saved_cards
from .verbs.ask import ask
from .verbs.reconcile import reconcile_until_final, resend_refund


@handles("payments.reconcile", outside=True)
def reconcile_payment(payload: dict[str, Any], *, by: Actor) -> None:
    reconcile_until_final(payload["payment_uuid"], by=by)


@handles("payments.ask", outside=True)
def ask_gateway(payload: dict[str, Any], *, by: Actor) -> None:
    """The operator's account has heard of a payment: take the gateway's own word."""
    ask(payment_by(payload["payment_uuid"]), by=by)


@handles("payments.send_refund", outside=True)
def send_refund_again(payload: dict[str, Any], *, by: Actor) -> None:
    resend_refund(payload["refund_uuid"], by=by)


@handles("payments.watch_card", outside=True)
def watch_card(payload: dict[str, Any], *, by: Actor) -> None:
    saved_cards.watch_card(payload["card_uuid"], by=by)


@handles("payments.let_go_of_card", outside=True)
def let_go_of_card(payload: dict[str, Any], *, by: Actor) -> None:
    saved_cards.let_go(payload["card_uuid"])
