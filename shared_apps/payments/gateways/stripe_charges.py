"""Saved cards charged at Stripe: a payment intent that is confirmed as it is made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import stripe as library

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from ..models import GatewayAccount, Payment, SavedCard
from ..words import CARD_REMOVED, NEVER_ANSWERED
from .protocol import FAILED, OPEN, PAID, Begun, Declined, Facts, RefundFact, Unknown
from .stripe_client import client_of, refusal_of, said
from .stripe_names import statement_names

_EXPANDED = ["latest_charge.balance_transaction", "latest_charge.refunds"]
# Stripe forgets an idempotency key after a day: a charge of unknown fate is not sent again after that.
KEY_HOLDS = timedelta(hours=23)


def charge(account: GatewayAccount, payment: Payment) -> Begun | Declined | Unknown:
    """Take the payment from its card. One of unknown fate is looked for before it is sent again (RELIABILITY 18)."""
    card = _card(account, payment)
    if payment.status == Payment.Status.UNKNOWN:
        found = _found_before(account, payment)
        if found is not None:
            return found
        if now() - payment.started_at > KEY_HOLDS:
            return Declined(NEVER_ANSWERED)
    if card is None or card.status != SavedCard.Status.SAVED:
        return Declined(CARD_REMOVED)
    return _charge(account, payment, card)


def look_at_intent(account: GatewayAccount, reference: str) -> Facts | Unknown:
    """What has become of an intent."""
    try:
        intent = client_of(account).v1.payment_intents.retrieve(reference, {"expand": _EXPANDED})
    except library.StripeError as fault:
        return Unknown(said(fault))
    return facts_of_intent(intent.to_dict())


def cancel_intent(account: GatewayAccount, reference: str) -> None:
    """Take no more money for it; one that is paid or cancelled already stays so."""
    try:
        client_of(account).v1.payment_intents.cancel(reference)
    except library.StripeError:
        # The look that follows says what it is.
        return


def facts_of_intent(intent: dict[str, Any]) -> Facts:
    """An intent, read. What it says without being asked: state, amount, fee, refunds, why it failed."""
    charged = intent.get("latest_charge") or {}
    currency = str(intent["currency"]).upper()
    action = (intent.get("next_action") or {}).get("redirect_to_url") or {}
    return Facts(
        state=_state(intent),
        reference=intent["id"],
        payment_uuid=(intent.get("metadata") or {}).get("payment_uuid", ""),
        amount=Money(int(intent["amount"]), currency),
        fee=Money(int((charged.get("balance_transaction") or {}).get("fee", 0)), currency),
        redirect_url=action.get("url") or "",
        problem=problem_of(intent.get("last_payment_error") or {}),
        refunds=tuple(refunds_of_charge(charged, currency)),
        payer=payer_of_charge(charged),
    )


def payer_of_charge(charged: dict[str, Any]) -> str:
    """Stripe's mark of the card that was charged; empty where it says none."""
    card = (charged.get("payment_method_details") or {}).get("card") or {}
    return str(card.get("fingerprint") or "")[:64]


def problem_of(error: dict[str, Any]) -> str:
    """The code of a refusal: pages have words for it in each language."""
    return str(error.get("decline_code") or error.get("code") or "")


def refunds_of_charge(charged: dict[str, Any], currency: str) -> list[RefundFact]:
    """What was given back of a charge, or is on its way."""
    return [
        RefundFact(
            one["id"], Money(int(one["amount"]), currency), (one.get("metadata") or {}).get("refund_uuid", "")
        )
        for one in (charged.get("refunds") or {}).get("data", [])
        if one["status"] in {"succeeded", "pending"}
    ]


def _charge(account: GatewayAccount, payment: Payment, card: SavedCard) -> Begun | Declined | Unknown:
    wish: Any = _wish(payment, card)
    try:
        intent = client_of(account).v1.payment_intents.create(wish, {"idempotency_key": str(payment.uuid)})
    except library.CardError as refusal:
        answer: Any = refusal.json_body or {}
        return Declined(problem_of(answer.get("error") or {}) or said(refusal))
    except library.StripeError as fault:
        return refusal_of(fault)
    return _begun(facts_of_intent(intent.to_dict()))


def _wish(payment: Payment, card: SavedCard) -> dict[str, Any]:
    presence: dict[str, Any] = {"return_url": payment.wish["return_url"]}
    if payment.wish.get("off_session"):
        # Nobody is there to be sent anywhere.
        kinds = {"enabled": True, "allow_redirects": "never"}
        presence = {"off_session": True, "automatic_payment_methods": kinds}
    return {
        "amount": payment.amount_minor,
        "currency": payment.currency.lower(),
        "customer": card.customer,
        "payment_method": card.method,
        "confirm": True,
        "description": payment.invoice_number,
        "metadata": {"payment_uuid": str(payment.uuid), "tenant": str(current_tenant().uuid)},
        "expand": _EXPANDED,
        **presence,
        **statement_names(is_collected=payment.is_collected),
    }


def _begun(facts: Facts) -> Begun | Declined:
    if facts.state == FAILED:
        return Declined(facts.problem)
    status = Payment.Status.SETTLED if facts.state == PAID else Payment.Status.STARTED
    return Begun(status, facts.reference, facts.redirect_url, facts.fee, facts.payer)


def _found_before(account: GatewayAccount, payment: Payment) -> Begun | Declined | Unknown | None:
    """What the first call has done; None where the gateway knows of none."""
    since = int((payment.started_at - timedelta(hours=1)).timestamp())
    card = _card(account, payment)
    if card is None:
        return None
    wish: Any = {"customer": card.customer, "created": {"gte": since}, "limit": 100}
    try:
        made = client_of(account).v1.payment_intents.list(wish).to_dict()["data"]
    except library.StripeError as fault:
        return Unknown(said(fault))
    marks = ((one["id"], (one.get("metadata") or {}).get("payment_uuid")) for one in made)
    ours = next((name for name, uuid in marks if uuid == str(payment.uuid)), "")
    if not ours:
        return None
    found = look_at_intent(account, ours)
    return found if isinstance(found, Unknown) else _begun(found)


def _card(account: GatewayAccount, payment: Payment) -> SavedCard | None:
    """The payment's card, where this account holds it: to any other one it is a stranger's."""
    if not payment.card_uuid:
        return None
    return SavedCard.objects.here().filter(uuid=payment.card_uuid, account=account).first()


def _state(intent: dict[str, Any]) -> str:
    if intent["status"] == "succeeded":
        return PAID
    if intent["status"] == "canceled":
        return FAILED
    if intent["status"] == "requires_payment_method" and intent.get("last_payment_error"):
        return FAILED
    return OPEN
