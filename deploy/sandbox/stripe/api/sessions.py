"""Checkout sessions: what to sell, and the page where it is paid."""

from __future__ import annotations

import stripe
import stripe.checkout
from stripe.params import checkout as known

from deploy.sandbox.stripe import charging, money, setting_up
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.api.call import Call, Route, merged
from deploy.sandbox.stripe.api.expansion import listed
from deploy.sandbox.stripe.errors import Json, StripeError
from deploy.sandbox.stripe.objects import complete, new_id

SHORTEST, LONGEST = 30 * 60, 24 * 3600
ECHOED = (
    "allow_promotion_codes", "billing_address_collection", "branding_settings", "cancel_url",
    "client_reference_id",
    "customer_creation", "customer_email", "locale", "origin_context", "payment_method_collection",
    "submit_type",
    "success_url", "return_url", "custom_fields", "consent_collection", "saved_payment_method_options",
    "phone_number_collection", "name_collection", "integration_identifier",
)  # fmt: skip
NOT_REQUESTED = (
    "allowed_payment_method_types", "excluded_payment_method_types", "line_items", "name_collection",
    "optional_items", "presentment_details", "managed_payments", "customer_account", "integration_identifier",
    "payment_method_options", "redirect_on_completion", "return_url", "shipping_address_collection",
    "tax_id_collection", "phone_number_collection", "discounts",
)  # fmt: skip


def create(call: Call) -> Json:
    """Open a session with a page of its own."""
    given = call.params
    _check_mode(given)
    id = new_id("cs_test", 58)
    own = _selling(given) if given["mode"] == "payment" else _saving(call, id)
    session = complete(
        stripe.checkout.Session, without=NOT_REQUESTED,
        id=id, object="checkout.session",
        automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
        created=call.account.now(), custom_fields=[], livemode=False, mode=given["mode"],
        custom_text=dict.fromkeys(("after_submit", "shipping_address", "submit",
        "terms_of_service_acceptance")),
        customer=_customer(call), customer_details=_customer_details(call), expires_at=_expiry(call),
        metadata=merged(None, given.get("metadata")), payment_method_collection="if_required",
        payment_method_options={"card": {"request_three_d_secure": "automatic"}},
        payment_method_types=["card"],
        shipping_options=[], status="open", ui_mode=given.get("ui_mode", "hosted_page"),
        customer_creation=None if given.get("customer") else "if_required",
        url=f"{call.base_url}/c/pay/{id}", _intent=given.get("payment_intent_data", {}),
        _challenge_url=f"{call.base_url}/c/3ds/",
    ) | own | {name: given[name] for name in ECHOED if name in given}  # fmt: skip
    call.account.save(session)
    call.account.store.run("INSERT INTO due VALUES (?, ?, ?)", session["expires_at"], call.account.name, id)
    return session


def _selling(given: Json) -> Json:
    """What a session has that takes a payment."""
    items = [_line_item(item, at) for at, item in enumerate(given.get("line_items") or [])]
    currency = _currency(items)
    total = money.check_amount(sum(item["amount_total"] for item in items), "line_items")
    return {
        "amount_subtotal": total, "amount_total": total, "currency": currency, "payment_status": "unpaid",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "_line_items": items,
    }  # fmt: skip


def _saving(call: Call, session: str) -> Json:
    """What a session has that saves a card: a setup intent, and nothing to pay."""
    wish = call.params.get("setup_intent_data") or {}
    setup = setting_up.new_setup(
        call.account, customer=_customer(call), metadata=merged(None, wish.get("metadata")),
        description=wish.get("description"), _session=session, _challenge_url=f"{call.base_url}/c/3ds/",
    )  # fmt: skip
    currency = call.params.get("currency")
    return {
        "setup_intent": setup["id"], "payment_status": "no_payment_required", "_line_items": [],
        "currency": money.check_currency(currency, "currency") if currency else None,
    }  # fmt: skip


def retrieve(call: Call) -> Json:
    """One session."""
    return call.account.load("checkout.session", call.id, "session")


def listing(call: Call) -> Json:
    """Sessions, newest first."""
    names = ("payment_intent", "customer", "status")
    wanted = {name: call.params[name] for name in names if name in call.params}
    found = call.account.all("checkout.session", **wanted)
    if email := (call.params.get("customer_details") or {}).get("email"):
        found = [each for each in found if (each["customer_details"] or {}).get("email") == email]
    return call.page(found)


def update(call: Call) -> Json:
    """Change a session's metadata."""
    session = retrieve(call)
    session["metadata"] = merged(session["metadata"], call.params.get("metadata"))
    return call.account.save(session)


def expire(call: Call) -> Json:
    """Close an open session; its page takes no more payments."""
    session = retrieve(call)
    if session["status"] != "open":
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {session['status']}."
        )
        raise StripeError(message, param="session")
    return close(call.account, session)


def line_items(call: Call) -> Json:
    """What the session sells."""
    return listed(retrieve(call)["_line_items"], call.path)


def close(account: Account, session: Json) -> Json:
    """Mark the session expired and give up a payment that waits for its holder."""
    if session["payment_intent"]:
        intent = account.load("payment_intent", session["payment_intent"])
        if intent["status"] in charging.OPEN:
            charging.cancel(account, intent, "abandoned")
    if session.get("setup_intent"):
        setup = account.load("setup_intent", session["setup_intent"])
        if setup["status"] in charging.OPEN:
            setting_up.cancel(account, setup)
    session |= {"status": "expired", "url": None}
    account.save(session)
    account.store.run("DELETE FROM due WHERE account = ? AND id = ?", account.name, session["id"])
    account.emit("checkout.session.expired", session)
    return session


def _check_mode(given: Json) -> None:
    mode = given.get("mode")
    if mode not in ("payment", "setup"):
        raise StripeError("The sandbox takes sessions with mode payment or setup only.", param="mode")
    if given.get("ui_mode", "hosted_page") not in ("hosted", "hosted_page"):
        raise StripeError("The sandbox has hosted pages only.", param="ui_mode")
    if mode == "setup":
        _check_setup(given)
    elif not given.get("line_items"):
        raise StripeError("Missing required param: line_items.", code="parameter_missing", param="line_items")
    if "success_url" not in given:
        raise StripeError(
            "Missing required param: success_url.", code="parameter_missing", param="success_url"
        )
    for name in ("success_url", "cancel_url"):
        if name in given and not given[name].startswith(("http://", "https://")):
            raise StripeError("Not a valid URL", code="url_invalid", param=name)
    if given.get("customer") and given.get("customer_email"):
        raise StripeError(
            "You may only specify one of these parameters: customer, customer_email.", param="customer"
        )
    if (given.get("payment_intent_data") or {}).get("capture_method") == "manual":
        raise StripeError("The sandbox captures at once.", param="payment_intent_data[capture_method]")


def _check_setup(given: Json) -> None:
    for name in ("line_items", "payment_intent_data"):
        if given.get(name):
            raise StripeError(f"You can not pass `{name}` in `setup` mode.", param=name)
    if not given.get("currency") and not given.get("payment_method_types"):
        raise StripeError("Missing required param: currency.", code="parameter_missing", param="currency")


def _line_item(given: Json, at: int) -> Json:
    path = f"line_items[{at}]"
    if "price" in given:
        raise StripeError(
            f"No such price: '{given['price']}'", code="resource_missing", param=f"{path}[price]"
        )
    price = given.get("price_data")
    if not price:
        raise StripeError(
            f"Missing required param: {path}[price_data].", code="parameter_missing", param=path
        )
    product = price.get("product_data")
    if not product:
        where = f"{path}[price_data][product_data]"
        raise StripeError(f"Missing required param: {where}.", code="parameter_missing", param=where)
    if "recurring" in price:
        where = f"{path}[price_data][recurring]"
        raise StripeError("You can not pass recurring prices in payment mode.", param=where)
    unit = _unit(price, f"{path}[price_data][unit_amount]")
    quantity = given.get("quantity", 1)
    if not 1 <= quantity <= 999_999:
        raise StripeError("Quantity must be between 1 and 999999.", param=f"{path}[quantity]")
    currency = money.check_currency(price["currency"], f"{path}[price_data][currency]")
    return _sold(product, unit, quantity, currency)


def _unit(price: Json, param: str) -> int:
    if "unit_amount" not in price:
        raise StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)
    if price["unit_amount"] < 0:
        raise StripeError("Invalid non-negative integer", code="parameter_invalid_integer", param=param)
    return int(price["unit_amount"])


def _sold(product: Json, unit: int, quantity: int, currency: str) -> Json:
    return {
        "id": new_id("li"), "object": "item", "adjustable_quantity": None, "amount_discount": 0,
        "amount_subtotal": unit * quantity, "amount_tax": 0, "amount_total": unit * quantity,
        "currency": currency,
        "description": product["name"], "metadata": {}, "quantity": quantity,
        "price": {
            "id": new_id("price"), "object": "price", "active": False, "billing_scheme": "per_unit",
            "created": 0,
            "currency": currency, "custom_unit_amount": None, "livemode": False, "lookup_key": None,
            "metadata": {}, "nickname": None, "product": new_id("prod", 14), "recurring": None,
            "tax_behavior": "unspecified", "tiers_mode": None, "transform_quantity": None, "type": "one_time",
            "unit_amount": unit, "unit_amount_decimal": str(unit),
        },
        "_note": product.get("description"),
    }  # fmt: skip


def _currency(items: list[Json]) -> str:
    currencies = {item["currency"] for item in items}
    if len(currencies) > 1:
        message = "All prices on a Checkout Session must be in the same currency."
        raise StripeError(message, param="line_items")
    return str(currencies.pop())


def _expiry(call: Call) -> int:
    now = call.account.now()
    at = int(call.params.get("expires_at", now + LONGEST))
    if not now + SHORTEST - 60 <= at <= now + LONGEST + 60:
        message = "`expires_at` must be between 30 minutes and 24 hours from Checkout Session creation."
        raise StripeError(message, param="expires_at")
    return at


def _customer(call: Call) -> str | None:
    id = call.params.get("customer")
    return call.account.load("customer", id, "customer")["id"] if id else None


def _customer_details(call: Call) -> Json | None:
    email = call.params.get("customer_email")
    if id := call.params.get("customer"):
        email = call.account.load("customer", id, "customer")["email"]
    return blank_details(email) if email else None


def blank_details(email: str | None) -> Json:
    """What is known of a buyer before they have typed anything."""
    unknown: Json = dict.fromkeys(("address", "business_name", "individual_name", "name", "phone", "tax_ids"))
    return unknown | {"email": email, "tax_exempt": "none"}


ROUTES: list[Route] = [
    ("POST", "/v1/checkout/sessions", known.SessionCreateParams, create),
    ("GET", "/v1/checkout/sessions", known.SessionListParams, listing),
    ("GET", "/v1/checkout/sessions/{id}", known.SessionRetrieveParams, retrieve),
    ("POST", "/v1/checkout/sessions/{id}", known.SessionUpdateParams, update),
    ("POST", "/v1/checkout/sessions/{id}/expire", known.SessionExpireParams, expire),
    ("GET", "/v1/checkout/sessions/{id}/line_items", known.SessionListLineItemsParams, line_items),
]
