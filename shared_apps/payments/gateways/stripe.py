"""Stripe: hosted checkout with one client per account, never the library's global key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import stripe as library

from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from ..errors import ForgedEvent, GatewayRejected
from ..models import GatewayAccount, Payment, Refund, SavedCard
from . import stripe_charges, stripe_saving
from .protocol import (
    EXPIRED,
    FAILED,
    OPEN,
    PAID,
    Begun,
    CardFacts,
    CustomerWish,
    Declined,
    Done,
    Facts,
    Heard,
    SavingWish,
    Unknown,
)
from .stripe_client import client_of, client_with, locale_of, refusal_of, said
from .stripe_names import page_names, statement_names

EVENTS = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    "charge.refunded",
]
_EXPANDED = [
    "payment_intent.latest_charge.balance_transaction",
    "payment_intent.latest_charge.refunds",
    "payment_intent.payment_method",
]


class Stripe:
    """Every call carries the payment's or refund's uuid as its idempotency key."""

    name = "stripe"
    is_remote = True

    def start(self, account: GatewayAccount, payment: Payment) -> Begun | Declined | Unknown:
        if payment.card_uuid:
            return stripe_charges.charge(account, payment)
        try:
            session = client_of(account).v1.checkout.sessions.create(
                _session(payment),  # type: ignore[arg-type]
                {"idempotency_key": str(payment.uuid)},
            )
        except library.StripeError as fault:
            return refusal_of(fault)
        return Begun(Payment.Status.STARTED, session.id, session.url or "")

    def look(self, account: GatewayAccount, payment: Payment) -> Facts | Unknown:
        if payment.card_uuid:
            return stripe_charges.look_at_intent(account, payment.reference)
        try:
            session = client_of(account).v1.checkout.sessions.retrieve(
                payment.reference, {"expand": _EXPANDED}
            )
        except library.StripeError as fault:
            return Unknown(said(fault))
        return _facts(session.to_dict())

    def give_up(self, account: GatewayAccount, payment: Payment) -> None:
        if payment.card_uuid and payment.reference:
            stripe_charges.cancel_intent(account, payment.reference)
        elif payment.reference:
            _expire(account, payment.reference)

    def refund(self, account: GatewayAccount, refund: Refund) -> Done | Declined | Unknown:
        client = client_of(account)
        try:
            wish: Any = {
                "payment_intent": _intent_of(client, refund.payment),
                "amount": refund.amount_minor,
                "metadata": {"refund_uuid": str(refund.uuid)},
            }
            done = client.v1.refunds.create(wish, {"idempotency_key": str(refund.uuid)})
        except library.StripeError as fault:
            return refusal_of(fault)
        return Declined(done.failure_reason or "failed") if done.status == "failed" else Done(done.id)

    def customer(self, account: GatewayAccount, wish: CustomerWish) -> Done | Declined | Unknown:
        return stripe_saving.customer(account, wish)

    def save(self, account: GatewayAccount, card: SavedCard, wish: SavingWish) -> Begun | Declined | Unknown:
        return stripe_saving.open_page(account, card, wish)

    def look_at_card(self, account: GatewayAccount, card: SavedCard) -> CardFacts | Unknown:
        return stripe_saving.look_at_page(account, card)

    def let_go(self, account: GatewayAccount, card: SavedCard) -> Done | Declined | Unknown:
        return stripe_saving.let_go(account, card)

    def hear(self, account: GatewayAccount, body: bytes, headers: Mapping[str, str]) -> Heard:
        secret = account.secrets.get("webhook_secret", "")
        if not secret:
            raise ForgedEvent("No signing secret is known.")
        try:
            text = body.decode()
            library.WebhookSignature.verify_header(text, headers.get("Stripe-Signature", ""), secret, 300)
            event = json.loads(text)
        except (library.SignatureVerificationError, ValueError) as wrong:
            raise ForgedEvent(str(wrong)) from None
        _refuse_unreadable(event)
        return _heard(event)


def register_endpoint(secret_key: str, webhook_url: str) -> dict[str, str]:
    """Have Stripe send events to `webhook_url`: endpoint_id and webhook_secret, or `GatewayRejected`."""
    wish: Any = {"url": webhook_url, "enabled_events": EVENTS, "api_version": library.api_version}
    try:
        client = client_with(secret_key)
        for old in client.v1.webhook_endpoints.list({"limit": 100}).data:
            if old.url == webhook_url:
                client.v1.webhook_endpoints.delete(old.id)
        made = client.v1.webhook_endpoints.create(wish)
    except library.StripeError as fault:
        raise GatewayRejected(said(fault)) from fault
    return {"endpoint_id": made.id, "webhook_secret": made.secret or ""}


def _expire(account: GatewayAccount, session: str) -> None:
    try:
        client_of(account).v1.checkout.sessions.expire(session)
    except library.StripeError:
        # It may have been paid or expired already: the look that follows says which.
        return


def _intent_of(client: library.StripeClient, payment: Payment) -> str:
    """What holds the money: the intent of a saved card's charge, else that of the checkout session."""
    if payment.card_uuid:
        return payment.reference
    return str(client.v1.checkout.sessions.retrieve(payment.reference).payment_intent)


def _session(payment: Payment) -> dict[str, Any]:
    marks = {"payment_uuid": str(payment.uuid), "tenant": str(current_tenant().uuid)}
    wish = payment.wish
    product = {"name": wish["description"]}
    keeps_for = wish.get("keeps_for", "")
    keeping = {"setup_future_usage": "off_session"} if keeps_for else {}
    price = {
        "currency": payment.currency.lower(),
        "unit_amount": payment.amount_minor,
        "product_data": product,
    }
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "client_reference_id": payment.invoice_number,
        **({"customer": keeps_for} if keeps_for else {"customer_email": wish["email"]}),
        "locale": locale_of(wish["language"]),
        "metadata": marks,
        "payment_intent_data": {
            "metadata": marks,
            "description": payment.invoice_number,
            **keeping,
            **statement_names(is_collected=payment.is_collected),
        },
        **page_names(is_collected=payment.is_collected),
        "success_url": wish["return_url"],
        "cancel_url": wish["cancel_url"],
    }


def _facts(session: dict[str, Any]) -> Facts:
    intent = session.get("payment_intent") or {}
    charge = intent.get("latest_charge") or {}
    currency = str(session["currency"]).upper()
    fee = (charge.get("balance_transaction") or {}).get("fee", 0)
    return Facts(
        state=_state(session, intent),
        reference=session["id"],
        payment_uuid=(session.get("metadata") or {}).get("payment_uuid", ""),
        amount=Money(int(session["amount_total"]), currency),
        fee=Money(int(fee), currency),
        redirect_url=session.get("url") or "",
        problem=stripe_charges.problem_of(intent.get("last_payment_error") or {}),
        refunds=tuple(stripe_charges.refunds_of_charge(charge, currency)),
        kept_card=_kept(intent),
        payer=stripe_charges.payer_of_charge(charge),
    )


def _kept(intent: dict[str, Any]) -> CardFacts | None:
    """The card that the buyer let be kept while paying."""
    if intent.get("setup_future_usage") != "off_session" or intent.get("status") != "succeeded":
        return None
    method = intent.get("payment_method") or {}
    if not isinstance(method, dict):
        return None
    return stripe_saving.card_facts(method, str(intent.get("customer") or ""))


def _state(session: dict[str, Any], intent: dict[str, Any]) -> str:
    if session["payment_status"] == "paid":
        return PAID
    if session["status"] == "expired":
        return EXPIRED
    if session["status"] == "complete" and intent.get("status") in {"requires_payment_method", "canceled"}:
        return FAILED
    return OPEN


def _refuse_unreadable(event: Any) -> None:
    """The library takes any version without a word; ours reads one."""
    if not isinstance(event, dict) or event.get("api_version") != library.api_version:
        raise ForgedEvent(f"Not an event of version {library.api_version}.")
    if not isinstance((event.get("data") or {}).get("object"), dict):
        raise ForgedEvent("An event about nothing.")


def _heard(event: dict[str, Any]) -> Heard:
    body = event["data"]["object"]
    marks = body.get("metadata") or {}
    amount = body.get("amount_total", body.get("amount"))
    named = amount is not None and body.get("currency")
    return Heard(
        event_id=event["id"],
        kind=event["type"],
        tenant_uuid=marks.get("tenant", ""),
        payment_uuid=marks.get("payment_uuid", ""),
        session=body["id"] if body.get("object") == "checkout.session" else "",
        amount=_amount(int(amount), str(body["currency"])) if named else None,
        concerns_payment=event["type"] in EVENTS,
        card_uuid=marks.get("card_uuid", ""),
    )


def _amount(minor: int, currency: str) -> Money | None:
    try:
        return Money(minor, currency.upper())
    except ValueError:
        return None
