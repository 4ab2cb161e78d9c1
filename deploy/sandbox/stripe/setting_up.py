"""What happens when a card is saved without a payment: the setup intent moves, the card is kept."""

from __future__ import annotations

from typing import Any

import stripe

from deploy.sandbox.stripe import charging
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.cards import Challenge, Decline, behaviour
from deploy.sandbox.stripe.errors import Json, StripeError, card_error
from deploy.sandbox.stripe.objects import complete, new_id, public

AUTHENTICATION_FAILED = Decline(
    "setup_intent_authentication_failure",
    "The latest attempt to set up the payment method has failed because authentication failed.",
)


def new_setup(account: Account, **values: Any) -> Json:
    """A setup intent that waits for a payment method."""
    id = new_id("seti")
    setup = complete(
        stripe.SetupIntent,
        without=("allowed_payment_method_types", "attach_to_self"),
        id=id, object="setup_intent", client_secret=f"{id}_secret_{new_id('', 24)[1:]}",
        created=account.now(), livemode=False, metadata={}, payment_method_types=["card"],
        payment_method_options={"card": {"mandate_options": None, "network": None,
        "request_three_d_secure": "automatic"}},
        status="requires_payment_method", usage="off_session",
    ) | values  # fmt: skip
    account.save(setup)
    account.emit("setup_intent.created", setup)
    return setup


def set_up(account: Account, setup: Json, method: Json) -> Json:
    """Try to keep the card: kept, waiting for its holder, or declined (a 402 after it is written down)."""
    card = behaviour(method["_number"])
    setup["payment_method"] = method["id"]
    if card.decline and not card.attaches:
        return decline(account, setup, method, card.decline)
    if card.challenge is not Challenge.NEVER:
        return _ask_holder(account, setup)
    return succeed(account, setup, method)


def succeed(account: Account, setup: Json, method: Json) -> Json:
    """The card is the customer's now, ready for payments without them."""
    charging.keep_card(account, method, setup["customer"])
    setup |= {"status": "succeeded", "next_action": None, "last_setup_error": None}
    account.save(setup)
    account.emit("setup_intent.succeeded", setup)
    return setup


def decline(account: Account, setup: Json, method: Json, reason: Decline) -> Json:
    """The card is not kept: the reason on the intent, and the 402 that says so."""
    error = card_error(reason.code, reason.message, decline_code=reason.decline_code)
    setup |= {
        "status": "requires_payment_method", "payment_method": None, "next_action": None,
        "last_setup_error": error.error | {"payment_method": public(method)},
    }  # fmt: skip
    account.save(setup)
    account.emit("setup_intent.setup_failed", setup)
    error.error |= {"setup_intent": public(setup), "payment_method": public(method)}
    raise error


def answer_challenge(account: Account, setup: Json, *, passed: bool) -> Json:
    """The holder confirmed or did not; answering twice changes nothing."""
    if setup["status"] != "requires_action":
        return setup
    method = account.load("payment_method", setup["payment_method"])
    if passed:
        return succeed(account, setup, method)
    try:
        return decline(account, setup, method, AUTHENTICATION_FAILED)
    except StripeError:
        return setup


def cancel(account: Account, setup: Json) -> Json:
    """No card will come of this intent."""
    setup |= {"status": "canceled", "cancellation_reason": "abandoned", "next_action": None}
    account.save(setup)
    account.emit("setup_intent.canceled", setup)
    return setup


def _ask_holder(account: Account, setup: Json) -> Json:
    action = {"url": setup["_challenge_url"] + setup["id"], "return_url": None}
    setup |= {
        "status": "requires_action",
        "next_action": {"type": "redirect_to_url", "redirect_to_url": action},
    }
    account.save(setup)
    account.emit("setup_intent.requires_action", setup)
    return setup
