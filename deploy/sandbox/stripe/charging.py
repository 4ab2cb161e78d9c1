"""What happens when a card is charged: the intent moves, a charge and a balance transaction appear."""

from __future__ import annotations

from typing import Any

import stripe

from deploy.sandbox.stripe import money
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.cards import Challenge, Decline, TestCard, behaviour
from deploy.sandbox.stripe.errors import Json, StripeError, card_error
from deploy.sandbox.stripe.objects import complete, new_id, public

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
AUTHENTICATION_FAILED = Decline(
    "payment_intent_authentication_failure",
    "We are unable to authenticate your payment method. "
    "Please choose a different payment method and try again.",
)
AUTHENTICATION_REQUIRED = Decline(
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
    "authentication_required",
)


def new_intent(account: Account, amount: int, currency: str, **values: Any) -> Json:
    """A payment intent that waits for a payment method."""
    id = new_id("pi")
    intent = complete(
        stripe.PaymentIntent,
        without=("allowed_payment_method_types", "payment_details", "hooks"),
        id=id, object="payment_intent", amount=amount, currency=currency, amount_capturable=0,
        amount_received=0, amount_details={"tip": {}}, capture_method="automatic",
        confirmation_method="automatic",
        client_secret=f"{id}_secret_{new_id('', 24)[1:]}", created=account.now(), livemode=False, metadata={},
        payment_method_options={"card": {"installments": None, "network": None,
        "request_three_d_secure": "automatic"}},
        payment_method_types=["card"], status="requires_payment_method",
    ) | values  # fmt: skip
    account.save(intent)
    account.emit("payment_intent.created", intent)
    return intent


def charge_card(account: Account, intent: Json, method: Json, *, off_session: bool = False) -> Json:
    """Try the card: the intent ends up succeeded, waiting for its holder, or declined.

    Raises a 402 after writing the decline down.
    """
    card = behaviour(method["_number"])
    intent["payment_method"] = method["id"]
    if card.decline:
        return decline(account, intent, method, card.decline)
    if _must_ask(card, method):
        if off_session:
            return decline(account, intent, method, AUTHENTICATION_REQUIRED)
        return ask_holder(account, intent)
    return succeed(account, intent, method)


def succeed(account: Account, intent: Json, method: Json) -> Json:
    """Money in: charge, balance transaction, events, and the card kept when that was asked for."""
    charge = _charge(account, intent, method, paid=True)
    booked = book(
        account, charge["amount"], money.fee(charge["amount"], charge["currency"]), charge, "charge"
    )
    charge["balance_transaction"] = booked["id"]
    intent |= {
        "status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"],
        "next_action": None, "last_payment_error": None,
    }  # fmt: skip
    account.save(charge)
    account.save(intent)
    if intent["setup_future_usage"]:
        keep_card(account, method, intent["customer"])
    account.emit("charge.succeeded", charge)
    account.emit("payment_intent.succeeded", intent)
    return intent


def decline(account: Account, intent: Json, method: Json, reason: Decline) -> Json:
    """No money: a failed charge, the reason on the intent, and the 402 that says so."""
    charge = _charge(account, intent, method, paid=False, reason=reason)
    error = card_error(reason.code, reason.message, decline_code=reason.decline_code, charge=charge["id"])
    intent |= {
        "status": "requires_payment_method", "payment_method": None, "next_action": None,
        "latest_charge": charge["id"], "last_payment_error": error.error | {"payment_method": public(method)},
    }  # fmt: skip
    account.save(intent)
    account.emit("charge.failed", charge)
    account.emit("payment_intent.payment_failed", intent)
    error.error |= {"payment_intent": public(intent), "payment_method": public(method)}
    raise error


def ask_holder(account: Account, intent: Json) -> Json:
    """The card's holder must confirm on the challenge page."""
    action = {"url": intent["_challenge_url"] + intent["id"], "return_url": intent.get("_return_url")}
    intent |= {
        "status": "requires_action",
        "next_action": {"type": "redirect_to_url", "redirect_to_url": action},
    }
    account.save(intent)
    account.emit("payment_intent.requires_action", intent)
    return intent


def answer_challenge(account: Account, intent: Json, *, passed: bool) -> Json:
    """The holder confirmed or did not; answering twice changes nothing."""
    if intent["status"] != "requires_action":
        return intent
    method = account.load("payment_method", intent["payment_method"])
    if passed:
        return succeed(account, intent, method)
    try:
        return decline(account, intent, method, AUTHENTICATION_FAILED)
    except StripeError:
        return intent


def cancel(account: Account, intent: Json, reason: str | None) -> Json:
    """No payment will come of this intent."""
    intent |= {
        "status": "canceled", "canceled_at": account.now(), "cancellation_reason": reason,
        "next_action": None,
    }  # fmt: skip
    account.save(intent)
    account.emit("payment_intent.canceled", intent)
    return intent


def keep_card(account: Account, method: Json, customer: str | None) -> None:
    """Attach the card to its customer, ready for payments without them."""
    method |= {"customer": customer, "_set_up": True}
    account.save(method)
    account.emit("payment_method.attached", method)


def book(account: Account, amount: int, fee: int, source: Json, kind: str) -> Json:
    """A line in the account's balance: `net` is what the merchant gets."""
    detail = {
        "amount": fee, "application": None, "currency": source["currency"],
        "description": "Stripe processing fees", "type": "stripe_fee",
    }  # fmt: skip
    booked = complete(
        stripe.BalanceTransaction,
        id=new_id("txn"), object="balance_transaction", amount=amount, fee=fee, net=amount - fee,
        currency=source["currency"], created=account.now(), available_on=account.now() + 2 * 86400,
        balance_type="payments", description=source.get("description"), fee_details=[detail] if fee else [],
        reporting_category=kind, source=source["id"], status="pending", type=kind,
    )  # fmt: skip
    return account.save(booked)


def _must_ask(card: TestCard, method: Json) -> bool:
    if card.challenge is Challenge.UNLESS_SET_UP:
        return not method.get("_set_up")
    return card.challenge is Challenge.ALWAYS


def _charge(
    account: Account, intent: Json, method: Json, *, paid: bool, reason: Decline | None = None
) -> Json:
    amount = intent["amount"]
    charge = complete(
        stripe.Charge,
        without=("level3", "refunds", "transfer", "authorization_code", "radar_options", "source_transfer"),
        id=new_id("ch"), object="charge", amount=amount, amount_captured=amount if paid else 0,
        amount_refunded=0,
        currency=intent["currency"], created=account.now(), captured=paid, paid=paid, refunded=False,
        disputed=False,
        billing_details=method["billing_details"], customer=intent["customer"],
        description=intent["description"],
        failure_code=reason and reason.code, failure_message=reason and reason.message, fraud_details={},
        livemode=False, metadata=intent["metadata"], outcome=_outcome(reason), payment_intent=intent["id"],
        payment_method=method["id"], payment_method_details={"card": method["card"], "type": "card"},
        receipt_email=intent["receipt_email"], status="succeeded" if paid else "failed",
        calculated_statement_descriptor=account.name.upper()[:22],
    )  # fmt: skip
    return account.save(charge)


def _outcome(reason: Decline | None) -> Json:
    return {
        "advice_code": None, "network_advice_code": None, "network_decline_code": None,
        "network_status": "declined_by_network" if reason else "approved_by_network",
        "reason": reason and (reason.decline_code or reason.code), "risk_level": "normal",
        "seller_message": "The bank declined the payment." if reason else "Payment complete.",
        "type": "issuer_declined" if reason else "authorized",
    }  # fmt: skip
