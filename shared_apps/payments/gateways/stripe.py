"""Stripe: hosted checkout with one client per account, never the library's global key."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

import stripe as library
from django.conf import settings

from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from ..errors import ForgedEvent, GatewayRejected
from ..models import GatewayAccount, Payment, Refund
from .protocol import EXPIRED, FAILED, OPEN, PAID, Begun, Declined, Done, Facts, Heard, RefundFact, Unknown

# The library names whole addresses at INFO; query strings are not logged.
logging.getLogger("stripe").setLevel(logging.WARNING)

EVENTS = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    "charge.refunded",
]
# Nothing happened, or it cannot be known: a refusal of these kinds is no decline.
_UNSURE = (library.APIConnectionError, library.APIError, library.RateLimitError)
_EXPANDED = ["payment_intent.latest_charge.balance_transaction", "payment_intent.latest_charge.refunds"]


class Stripe:
    """Every call carries the payment's or refund's uuid as its idempotency key."""

    name = "stripe"
    is_remote = True

    def start(self, account: GatewayAccount, payment: Payment) -> Begun | Declined | Unknown:
        try:
            session = _client(account).v1.checkout.sessions.create(
                _session(payment),  # type: ignore[arg-type]
                {"idempotency_key": str(payment.uuid)},
            )
        except library.StripeError as fault:
            return _refusal(fault)
        return Begun(Payment.Status.STARTED, session.id, session.url or "")

    def look(self, account: GatewayAccount, payment: Payment) -> Facts | Unknown:
        try:
            session = _client(account).v1.checkout.sessions.retrieve(payment.reference, {"expand": _EXPANDED})
        except library.StripeError as fault:
            return Unknown(_said(fault))
        return _facts(session.to_dict())

    def give_up(self, account: GatewayAccount, payment: Payment) -> None:
        if not payment.reference:
            return
        try:
            _client(account).v1.checkout.sessions.expire(payment.reference)
        except library.StripeError:
            # It may have been paid or expired already: the look that follows says which.
            return

    def refund(self, account: GatewayAccount, refund: Refund) -> Done | Declined | Unknown:
        client = _client(account)
        try:
            session = client.v1.checkout.sessions.retrieve(refund.payment.reference)
            wish: Any = {
                "payment_intent": str(session.payment_intent),
                "amount": refund.amount_minor,
                "metadata": {"refund_uuid": str(refund.uuid)},
            }
            done = client.v1.refunds.create(wish, {"idempotency_key": str(refund.uuid)})
        except library.StripeError as fault:
            return _refusal(fault)
        return Declined(done.failure_reason or "failed") if done.status == "failed" else Done(done.id)

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
        client = _client_with(secret_key)
        for old in client.v1.webhook_endpoints.list({"limit": 100}).data:
            if old.url == webhook_url:
                client.v1.webhook_endpoints.delete(old.id)
        made = client.v1.webhook_endpoints.create(wish)
    except library.StripeError as fault:
        raise GatewayRejected(_said(fault)) from fault
    return {"endpoint_id": made.id, "webhook_secret": made.secret or ""}


def _client(account: GatewayAccount) -> library.StripeClient:
    return _client_with(account.secrets["secret_key"])


def _client_with(secret_key: str) -> library.StripeClient:
    base = settings.STRIPE_API_BASE
    return library.StripeClient(
        secret_key,
        base_addresses={"api": base} if base else {},
        http_client=_connections(getattr(settings, "STRIPE_TIMEOUT", 10)),
        max_network_retries=0,
    )


@cache
def _connections(seconds: float) -> library.RequestsClient:
    """Kept-alive connections, one set for each thread."""
    return library.RequestsClient(timeout=seconds)


def _session(payment: Payment) -> dict[str, Any]:
    marks = {"payment_uuid": str(payment.uuid), "tenant": str(current_tenant().uuid)}
    wish = payment.wish
    product = {"name": wish["description"]}
    price = {
        "currency": payment.currency.lower(),
        "unit_amount": payment.amount_minor,
        "product_data": product,
    }
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "client_reference_id": payment.invoice_number,
        "customer_email": wish["email"],
        "locale": _locale(wish["language"]),
        "metadata": marks,
        "payment_intent_data": {"metadata": marks, "description": payment.invoice_number},
        "success_url": wish["return_url"],
        "cancel_url": wish["cancel_url"],
    }


def _locale(language: str) -> Any:
    """The page's language. Stripe itself has no Persian; the loopback one has."""
    return language if settings.STRIPE_API_BASE or language in {"en", "tr", "th"} else "auto"


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
        problem=_problem(intent.get("last_payment_error") or {}),
        refunds=tuple(_refunds(charge, currency)),
    )


def _problem(error: dict[str, Any]) -> str:
    """The code of the last refusal: pages have words for it in each language."""
    return str(error.get("decline_code") or error.get("code") or "")


def _state(session: dict[str, Any], intent: dict[str, Any]) -> str:
    if session["payment_status"] == "paid":
        return PAID
    if session["status"] == "expired":
        return EXPIRED
    if session["status"] == "complete" and intent.get("status") in {"requires_payment_method", "canceled"}:
        return FAILED
    return OPEN


def _refunds(charge: dict[str, Any], currency: str) -> list[RefundFact]:
    return [
        RefundFact(
            one["id"], Money(int(one["amount"]), currency), (one.get("metadata") or {}).get("refund_uuid", "")
        )
        for one in (charge.get("refunds") or {}).get("data", [])
        if one["status"] in {"succeeded", "pending"}
    ]


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
    )


def _amount(minor: int, currency: str) -> Money | None:
    try:
        return Money(minor, currency.upper())
    except ValueError:
        return None


def _refusal(fault: library.StripeError) -> Declined | Unknown:
    """The same key still at work elsewhere is no refusal either."""
    is_unsure = isinstance(fault, _UNSURE) or fault.code == "idempotency_key_in_use"
    return Unknown(_said(fault)) if is_unsure else Declined(_said(fault))


def _said(fault: library.StripeError) -> str:
    return (fault.user_message or str(fault) or type(fault).__name__)[:500]
