"""Payment intents: a payment from first try to settled, cancelled or declined."""

from __future__ import annotations

from stripe import params as known

from deploy.sandbox.stripe import charging, money
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.api import payment_methods
from deploy.sandbox.stripe.api.call import Call, Route, merged
from deploy.sandbox.stripe.errors import Json, StripeError, unexpected_state
from deploy.sandbox.stripe.objects import public

KEPT = ("description", "receipt_email", "setup_future_usage", "statement_descriptor",
"statement_descriptor_suffix",
        "transfer_group", "shipping")  # fmt: skip


def create(call: Call) -> Json:
    """A new intent; with `confirm` it is charged at once."""
    given = call.params
    if given.get("capture_method", "automatic") == "manual":
        raise StripeError("The sandbox captures at once.", param="capture_method")
    if given.get("off_session") and not given.get("confirm"):
        raise StripeError("off_session can only be set when confirm is true.", param="off_session")
    values = {name: given[name] or None for name in KEPT if name in given}
    values |= {"metadata": merged(None, given.get("metadata")), "_challenge_url": f"{call.base_url}/c/3ds/"}
    if customer := given.get("customer"):
        values["customer"] = call.account.load("customer", customer, "customer")["id"]
    if given.get("automatic_payment_methods"):
        values["automatic_payment_methods"] = {
            "allow_redirects": "always",
            **given["automatic_payment_methods"],
        }
    amount, currency = money.check_amount(given["amount"], "amount"), given["currency"]
    method = _method(call.account, given.get("payment_method"), values.get("customer"))
    intent = charging.new_intent(call.account, amount, money.check_currency(currency, "currency"), **values)
    if method:
        intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
        call.account.save(intent)
    return _confirm(call, intent) if given.get("confirm") else intent


def retrieve(call: Call) -> Json:
    """One intent."""
    return call.account.load("payment_intent", call.id, "intent")


def update(call: Call) -> Json:
    """Change an intent that is not settled."""
    intent = retrieve(call)
    if intent["status"] not in charging.OPEN and set(call.params) - {"metadata", "description", "expand"}:
        raise unexpected_state(
            f"This PaymentIntent's status is {intent['status']}.", payment_intent=public(intent)
        )
    intent |= {name: call.params[name] or None for name in KEPT if name in call.params}
    if "amount" in call.params:
        intent["amount"] = money.check_amount(call.params["amount"], "amount")
    intent["metadata"] = merged(intent["metadata"], call.params.get("metadata"))
    return call.account.save(intent)


def confirm(call: Call) -> Json:
    """Charge the intent."""
    return _confirm(call, retrieve(call))


def cancel(call: Call) -> Json:
    """Give the intent up."""
    intent = retrieve(call)
    if intent["status"] not in charging.OPEN:
        allowed = ", ".join(charging.OPEN)
        message = (
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. "
            f"Only a PaymentIntent with one of the following statuses may be canceled: {allowed}."
        )
        raise unexpected_state(message, payment_intent=public(intent))
    if intent.get("_session"):
        raise unexpected_state(
            "This PaymentIntent belongs to a Checkout Session: expire the session instead."
        )
    return charging.cancel(
        call.account, intent, call.params.get("cancellation_reason", "requested_by_customer")
    )


def listing(call: Call) -> Json:
    """Intents, newest first."""
    wanted = {name: call.params[name] for name in ("customer",) if name in call.params}
    return call.page(call.account.all("payment_intent", **wanted))


def _confirm(call: Call, intent: Json) -> Json:
    if intent["status"] not in charging.OPEN:
        message = (
            "You cannot confirm this PaymentIntent because it has already "
            f"{'succeeded' if intent['status'] == 'succeeded' else 'been ' + intent['status']}."
        )
        raise unexpected_state(message, payment_intent=public(intent))
    id = call.params.get("payment_method") or intent["payment_method"]
    method = _method(call.account, id, intent["customer"])
    if method is None:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise unexpected_state(message, payment_intent=public(intent))
    intent["_return_url"] = call.params.get("return_url", intent.get("_return_url"))
    if "setup_future_usage" in call.params:
        intent["setup_future_usage"] = call.params["setup_future_usage"] or None
    return charging.charge_card(
        call.account, intent, method, off_session=bool(call.params.get("off_session"))
    )


def _method(account: Account, id: str | None, customer: str | None) -> Json | None:
    if not id:
        return None
    method = payment_methods.resolve(account, id)
    if method["customer"] and method["customer"] != customer:
        message = "The provided PaymentMethod belongs to another Customer, or you did not name its Customer."
        raise StripeError(message, param="payment_method")
    if method.get("_detached"):
        message = "The provided PaymentMethod was detached from a Customer. It may not be used again."
        raise StripeError(message, param="payment_method")
    return method


ROUTES: list[Route] = [
    ("POST", "/v1/payment_intents", known.PaymentIntentCreateParams, create),
    ("GET", "/v1/payment_intents", known.PaymentIntentListParams, listing),
    ("GET", "/v1/payment_intents/{id}", known.PaymentIntentRetrieveParams, retrieve),
    ("POST", "/v1/payment_intents/{id}", known.PaymentIntentUpdateParams, update),
    ("POST", "/v1/payment_intents/{id}/confirm", known.PaymentIntentConfirmParams, confirm),
    ("POST", "/v1/payment_intents/{id}/cancel", known.PaymentIntentCancelParams, cancel),
]
