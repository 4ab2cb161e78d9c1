"""Saving cards at Stripe: customers, the page on which a card is typed, and letting it go."""

from __future__ import annotations

from typing import Any

import stripe as library

from tenants.context import current_tenant

from ..models import GatewayAccount, SavedCard
from .protocol import (
    EXPIRED,
    OPEN,
    PAID,
    Begun,
    CardFacts,
    CustomerWish,
    Declined,
    Done,
    SavingWish,
    Unknown,
)
from .stripe_charges import problem_of
from .stripe_client import client_of, locale_of, refusal_of, said
from .stripe_names import page_names

_EXPANDED = ["setup_intent.payment_method"]


def customer(account: GatewayAccount, wish: CustomerWish) -> Done | Declined | Unknown:
    """The customer of a client; its uuid is the key."""
    marks = {"client_uuid": str(wish.client_uuid), "tenant": str(current_tenant().uuid)}
    whom: Any = {"email": wish.email, "name": wish.name[:200], "metadata": marks}
    key = f"customer:{current_tenant().uuid}:{wish.client_uuid}"
    try:
        made = client_of(account).v1.customers.create(whom, {"idempotency_key": key})
    except library.StripeError as fault:
        return refusal_of(fault)
    return Done(made.id)


def open_page(account: GatewayAccount, card: SavedCard, wish: SavingWish) -> Begun | Declined | Unknown:
    """The page on which a card is typed that nothing is taken from now."""
    marks = {"card_uuid": str(card.uuid), "tenant": str(current_tenant().uuid)}
    asked: Any = {
        "mode": "setup",
        "currency": wish.currency.lower(),
        "customer": wish.customer,
        "locale": locale_of(wish.language),
        "metadata": marks,
        "setup_intent_data": {"metadata": marks},
        "success_url": wish.return_url,
        "cancel_url": wish.cancel_url,
        **page_names(is_collected=account.tenant_id != current_tenant().id),
    }
    try:
        session = client_of(account).v1.checkout.sessions.create(asked, {"idempotency_key": str(card.uuid)})
    except library.StripeError as fault:
        return refusal_of(fault)
    return Begun(SavedCard.Status.STARTED, session.id, session.url or "")


def look_at_page(account: GatewayAccount, card: SavedCard) -> CardFacts | Unknown:
    """How far a card's page has come."""
    try:
        found = client_of(account).v1.checkout.sessions.retrieve(card.session, {"expand": _EXPANDED})
    except library.StripeError as fault:
        return Unknown(said(fault))
    session = found.to_dict()
    setup = session.get("setup_intent") or {}
    uuid = (session.get("metadata") or {}).get("card_uuid", "")
    if session["status"] == "complete" and setup.get("status") == "succeeded":
        return card_facts(setup.get("payment_method") or {}, str(setup.get("customer") or ""), uuid)
    state = EXPIRED if session["status"] == "expired" else OPEN
    return CardFacts(state, uuid, problem=problem_of(setup.get("last_setup_error") or {}))


def let_go(account: GatewayAccount, card: SavedCard) -> Done | Declined | Unknown:
    """Detach a card: nobody can charge it any more. What is unknown to Stripe is gone already."""
    try:
        client_of(account).v1.payment_methods.detach(card.method)
    except library.InvalidRequestError:
        return Done(card.method)
    except library.StripeError as fault:
        return refusal_of(fault)
    return Done(card.method)


def card_facts(method: dict[str, Any], customer: str, card_uuid: str = "") -> CardFacts:
    """A card that is kept, as pages show it."""
    shown = method.get("card") or {}
    return CardFacts(
        PAID,
        card_uuid,
        customer,
        str(method.get("id") or ""),
        str(shown.get("brand") or ""),
        str(shown.get("last4") or ""),
        (int(shown.get("exp_month") or 0), int(shown.get("exp_year") or 0)),
    )
