"""Customers and the cards kept for them."""

from __future__ import annotations

from typing import Any

import stripe
from stripe import params as known

from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.api.call import Call, Route, merged
from deploy.sandbox.stripe.errors import Json
from deploy.sandbox.stripe.objects import complete, new_id

KEPT = ("address", "description", "email", "name", "phone", "preferred_locales", "shipping", "business_name",
        "individual_name")  # fmt: skip


def new_customer(account: Account, **values: Any) -> Json:
    """A customer of this account."""
    customer = complete(
        stripe.Customer,
        without=("deleted", "cash_balance", "sources", "subscriptions", "tax", "tax_ids",
        "invoice_credit_balance",
                 "customer_account", "business_name", "individual_name"),
        id=new_id("cus", 14), object="customer", created=account.now(), balance=0, delinquent=False,
        livemode=False,
        invoice_prefix=new_id("x", 8)[2:].upper(), next_invoice_sequence=1, preferred_locales=[],
        tax_exempt="none",
        invoice_settings={
            "custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None},
        metadata={},
    ) | values  # fmt: skip
    account.save(customer)
    account.emit("customer.created", customer)
    return customer


def create(call: Call) -> Json:
    """Make a customer."""
    given = {name: call.params[name] or None for name in KEPT if name in call.params}
    return new_customer(call.account, **given, metadata=merged(None, call.params.get("metadata")))


def retrieve(call: Call) -> Json:
    """One customer; a deleted one is only its mark."""
    found = call.account.find("customer", call.id)
    return found if found else call.account.load("customer", call.id, "id")


def update(call: Call) -> Json:
    """Change what was sent."""
    customer = call.account.load("customer", call.id, "id")
    customer |= {name: call.params[name] or None for name in KEPT if name in call.params}
    customer["metadata"] = merged(customer["metadata"], call.params.get("metadata"))
    settings = call.params.get("invoice_settings") or {}
    if method := settings.get("default_payment_method"):
        call.account.load("payment_method", method, "invoice_settings[default_payment_method]")
        customer["invoice_settings"]["default_payment_method"] = method
    call.account.save(customer)
    call.account.emit("customer.updated", customer)
    return customer


def delete(call: Call) -> Json:
    """Forget the customer and let go of their cards."""
    customer = call.account.load("customer", call.id, "id")
    for method in call.account.all("payment_method", customer=call.id):
        call.account.save(method | {"customer": None})
    call.account.emit("customer.deleted", customer)
    return call.account.save(
        {"id": call.id, "object": "customer", "deleted": True, "created": customer["created"]}
    )


def listing(call: Call) -> Json:
    """Customers, newest first."""
    found = [each for each in call.account.all("customer") if not each.get("deleted")]
    if email := call.params.get("email"):
        found = [each for each in found if each["email"] == email]
    return call.page(found)


def cards(call: Call) -> Json:
    """A customer's payment methods."""
    call.account.load("customer", call.id, "customer")
    return call.page(call.account.all("payment_method", customer=call.id))


def card(call: Call) -> Json:
    """One of a customer's payment methods."""
    method = call.account.load("payment_method", call.captures["method"], "payment_method")
    if method["customer"] != call.id:
        return call.account.load("payment_method", "", "payment_method")
    return method


ROUTES: list[Route] = [
    ("POST", "/v1/customers", known.CustomerCreateParams, create),
    ("GET", "/v1/customers", known.CustomerListParams, listing),
    ("GET", "/v1/customers/{id}", known.CustomerRetrieveParams, retrieve),
    ("POST", "/v1/customers/{id}", known.CustomerUpdateParams, update),
    ("DELETE", "/v1/customers/{id}", known.CustomerDeleteParams, delete),
    ("GET", "/v1/customers/{id}/payment_methods", known.CustomerPaymentMethodListParams, cards),
    ("GET", "/v1/customers/{id}/payment_methods/{method}", known.CustomerPaymentMethodRetrieveParams, card),
]
