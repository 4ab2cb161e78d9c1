"""Refunds, whole or in part, and the charges and balance they touch."""

from __future__ import annotations

import stripe
from stripe import params as known

from deploy.sandbox.stripe import charging, money
from deploy.sandbox.stripe.api.call import Call, Route, merged
from deploy.sandbox.stripe.errors import Json, StripeError, missing
from deploy.sandbox.stripe.objects import complete, new_id


def create(call: Call) -> Json:
    """Give money back, at most what is left of the charge."""
    charge = _charge(call)
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise StripeError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = money.check_amount(call.params.get("amount", left), "amount")
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise StripeError(message, param="amount")
    return _refund(call, charge, amount)


def retrieve(call: Call) -> Json:
    """One refund."""
    return call.account.load("refund", call.id, "id")


def update(call: Call) -> Json:
    """Change a refund's metadata."""
    refund = retrieve(call)
    refund["metadata"] = merged(refund["metadata"], call.params.get("metadata"))
    return call.account.save(refund)


def listing(call: Call) -> Json:
    """Refunds, newest first."""
    wanted = {name: call.params[name] for name in ("charge", "payment_intent") if name in call.params}
    return call.page(call.account.all("refund", **wanted))


def charge(call: Call) -> Json:
    """One charge."""
    return call.account.load("charge", call.id, "charge")


def charges(call: Call) -> Json:
    """Charges, newest first."""
    wanted = {name: call.params[name] for name in ("customer", "payment_intent") if name in call.params}
    return call.page(call.account.all("charge", **wanted))


def balance_transaction(call: Call) -> Json:
    """One line of the balance."""
    return call.account.load("balance_transaction", call.id, "id")


def balance_transactions(call: Call) -> Json:
    """The balance, newest first."""
    wanted = {name: call.params[name] for name in ("currency", "source", "type") if name in call.params}
    return call.page(call.account.all("balance_transaction", **wanted))


def _charge(call: Call) -> Json:
    if id := call.params.get("charge"):
        charge = call.account.load("charge", id, "charge")
    elif id := call.params.get("payment_intent"):
        intent = call.account.load("payment_intent", id, "payment_intent")
        if intent["status"] != "succeeded":
            raise StripeError(f"This PaymentIntent ({id}) does not have a successful charge to refund.")
        charge = call.account.load("charge", intent["latest_charge"], "payment_intent")
    else:
        raise StripeError(
            "One of the following params should be provided for this request: payment_intent or charge."
        )
    if not charge["paid"]:
        raise missing("charge", charge["id"], "charge")
    return charge


def _refund(call: Call, charge: Json, amount: int) -> Json:
    account = call.account
    refund = complete(
        stripe.Refund,
        without=("customer", "customer_account", "description", "failure_balance_transaction",
        "failure_reason",
                 "instructions_email", "next_action", "payment_method", "presentment_details",
                 "pending_reason"),
        id=new_id("re"), object="refund", amount=amount, charge=charge["id"], created=account.now(),
        currency=charge["currency"], metadata=merged(None, call.params.get("metadata")),
        payment_intent=charge["payment_intent"], reason=call.params.get("reason"), status="succeeded",
        destination_details={"card": {"reference_status": "pending",
        "reference_type": "acquirer_reference_number",
                                      "type": "refund"}, "type": "card"},
    )  # fmt: skip
    refund["balance_transaction"] = charging.book(account, -amount, 0, refund, "refund")["id"]
    account.save(refund)
    before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    account.save(charge)
    account.emit("refund.created", refund)
    account.emit("charge.refunded", charge, before)
    return refund


ROUTES: list[Route] = [
    ("POST", "/v1/refunds", known.RefundCreateParams, create),
    ("GET", "/v1/refunds", known.RefundListParams, listing),
    ("GET", "/v1/refunds/{id}", known.RefundRetrieveParams, retrieve),
    ("POST", "/v1/refunds/{id}", known.RefundUpdateParams, update),
    ("GET", "/v1/charges", known.ChargeListParams, charges),
    ("GET", "/v1/charges/{id}", known.ChargeRetrieveParams, charge),
    ("GET", "/v1/balance_transactions", known.BalanceTransactionListParams, balance_transactions),
    ("GET", "/v1/balance_transactions/{id}", known.BalanceTransactionRetrieveParams, balance_transaction),
]
