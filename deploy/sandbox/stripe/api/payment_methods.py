"""Payment methods: cards, from test numbers or Stripe's ready-made names."""

from __future__ import annotations

from typing import Any

import stripe
from stripe import params as known

from deploy.sandbox.stripe import cards
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.api.call import Call, Route, merged
from deploy.sandbox.stripe.errors import Json, StripeError, card_error
from deploy.sandbox.stripe.objects import complete, new_id


def new_card(account: Account, number: str, month: int, year: int, **values: Any) -> Json:
    """A card that belongs to nobody yet."""
    billing = {"address": dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state")),
               "email": None, "name": None, "phone": None, "tax_id": None}  # fmt: skip
    return account.save({
        **complete(stripe.PaymentMethod, without=stripe.PaymentMethod.__annotations__),
        "id": new_id("pm"), "object": "payment_method", "allow_redisplay": "unspecified",
        "billing_details": billing | values.pop("billing_details", {}), "created": account.now(),
        "card": cards.card_details(number, month, year), "customer": None, "livemode": False, "metadata": {},
        "type": "card", "_number": number, "_set_up": False, **values,
    })  # fmt: skip


def resolve(account: Account, id: str, param: str = "payment_method") -> Json:
    """The payment method of that id; a ready-made name such as `pm_card_visa` makes a new one."""
    ready = cards.BY_TOKEN.get(id)
    if ready:
        return new_card(account, ready.number, 12, cards.later_year(account.store.now()))
    return account.load("payment_method", id, param)


def create(call: Call) -> Json:
    """Make a card from a number or a token of the same name."""
    card = call.params.get("card")
    if call.params.get("type", "card") != "card" or not card:
        raise StripeError("The sandbox knows cards only.", param="type")
    more = {"metadata": merged(None, call.params.get("metadata")),
            "billing_details": call.params.get("billing_details", {})}  # fmt: skip
    if token := card.get("token"):
        ready = resolve(call.account, token.replace("tok_", "pm_card_"), "card[token]")
        return call.account.save(
            ready | more | {"billing_details": ready["billing_details"] | more["billing_details"]}
        )
    number = cards.digits(card["number"])
    if not cards.passes_luhn(number):
        raise card_error(
            "incorrect_number", "Your card number is incorrect.", decline_code=None, param="number"
        )
    if cards.is_past(card["exp_month"], card["exp_year"], call.account.now()):
        raise card_error("invalid_expiry_year", "Your card's expiration year is invalid.", decline_code=None,
                         param="exp_year")  # fmt: skip
    return new_card(call.account, number, card["exp_month"], card["exp_year"], **more)


def retrieve(call: Call) -> Json:
    """One payment method."""
    return call.account.load("payment_method", call.id, "payment_method")


def update(call: Call) -> Json:
    """Change whose card it says it is."""
    method = retrieve(call)
    method["metadata"] = merged(method["metadata"], call.params.get("metadata"))
    method["billing_details"] |= call.params.get("billing_details", {})
    return call.account.save(method)


def attach(call: Call) -> Json:
    """Keep the card for a customer; a card that is refused cannot be kept."""
    method = resolve(call.account, call.id)
    customer = call.account.load("customer", call.params["customer"], "customer")
    if method["customer"] and method["customer"] != customer["id"]:
        raise StripeError("The payment method you provided has already been attached to a customer.")
    card = cards.behaviour(method["_number"])
    if card.decline and not card.attaches:
        raise card_error(card.decline.code, card.decline.message, decline_code=card.decline.decline_code)
    call.account.save(method | {"customer": customer["id"]})
    method["customer"] = customer["id"]
    call.account.emit("payment_method.attached", method)
    return method


def detach(call: Call) -> Json:
    """Let the card go; it cannot be charged for the customer any more."""
    method = retrieve(call)
    if not method["customer"]:
        raise StripeError(
            "The payment method you provided is not attached to a customer so detachment is impossible."
        )
    method |= {"customer": None, "_detached": True}
    call.account.save(method)
    call.account.emit("payment_method.detached", method)
    return method


def listing(call: Call) -> Json:
    """The cards kept for a customer."""
    wanted = {name: call.params[name] for name in ("customer", "type") if name in call.params}
    if "customer" in wanted:
        call.account.load("customer", wanted["customer"], "customer")
    return call.page(call.account.all("payment_method", **wanted))


ROUTES: list[Route] = [
    ("POST", "/v1/payment_methods", known.PaymentMethodCreateParams, create),
    ("GET", "/v1/payment_methods", known.PaymentMethodListParams, listing),
    ("GET", "/v1/payment_methods/{id}", known.PaymentMethodRetrieveParams, retrieve),
    ("POST", "/v1/payment_methods/{id}", known.PaymentMethodUpdateParams, update),
    ("POST", "/v1/payment_methods/{id}/attach", known.PaymentMethodAttachParams, attach),
    ("POST", "/v1/payment_methods/{id}/detach", known.PaymentMethodDetachParams, detach),
]
