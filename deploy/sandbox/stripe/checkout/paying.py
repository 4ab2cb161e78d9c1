"""From a filled-in page to a paid session."""

from __future__ import annotations

from deploy.sandbox.stripe import charging, setting_up
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.api import customers, payment_methods
from deploy.sandbox.stripe.api.call import merged
from deploy.sandbox.stripe.api.payment_intents import KEPT
from deploy.sandbox.stripe.api.sessions import blank_details
from deploy.sandbox.stripe.checkout.card_form import CardForm
from deploy.sandbox.stripe.errors import Json


def pay(account: Account, session: Json, form: CardForm) -> Json:
    """Charge the session's intent; completes the session when the money is in. Raises the decline.

    A session that only saves a card keeps it in the same way.
    """
    if session["mode"] == "setup":
        return _save(account, session, form)
    intent = _intent(account, session, form)
    method = _method(account, session, form)
    intent = charging.charge_card(account, intent, method)
    if intent["status"] == "succeeded":
        complete(account, session, intent, method)
    return intent


def complete(account: Account, session: Json, intent: Json, method: Json) -> None:
    """The session is paid, or its card is saved; its page takes no more."""
    paid = {} if session["mode"] == "setup" else {"payment_status": "paid", "payment_intent": intent["id"]}
    session |= paid | {
        "status": "complete", "url": None,
        "customer": intent["customer"], "customer_details": _details(session, method),
    }  # fmt: skip
    account.save(session)
    account.store.run("DELETE FROM due WHERE account = ? AND id = ?", account.name, session["id"])
    account.emit("checkout.session.completed", session)


def kept_cards(account: Account, session: Json) -> list[Json]:
    """The cards kept for the session's customer."""
    return account.all("payment_method", customer=session["customer"]) if session["customer"] else []


def _save(account: Account, session: Json, form: CardForm) -> Json:
    setup = account.load("setup_intent", session["setup_intent"])
    if not setup["customer"]:
        setup["customer"] = session["customer"] or str(
            customers.new_customer(account, email=session["customer_email"] or form.email)["id"]
        )
    method = _method(account, session, form)
    setup = setting_up.set_up(account, setup, method)
    if setup["status"] == "succeeded":
        complete(account, session, setup, method)
    return setup


def _intent(account: Account, session: Json, form: CardForm) -> Json:
    if session["payment_intent"]:
        return account.load("payment_intent", session["payment_intent"])
    given = session["_intent"]
    values = {name: given[name] for name in KEPT if given.get(name)}
    intent = charging.new_intent(
        account, session["amount_total"], session["currency"], customer=_customer(account, session, form),
        metadata=merged(None, given.get("metadata")), _session=session["id"],
        _challenge_url=session["_challenge_url"], **values,
    )  # fmt: skip
    session["payment_intent"] = intent["id"]
    account.save(session)
    return intent


def _customer(account: Account, session: Json, form: CardForm) -> str | None:
    if session["customer"]:
        return str(session["customer"])
    if session["customer_creation"] == "always" or session["_intent"].get("setup_future_usage"):
        email = session["customer_email"] or form.email
        return str(customers.new_customer(account, email=email, name=form.name or None)["id"])
    return None


def _method(account: Account, session: Json, form: CardForm) -> Json:
    kept = {each["id"]: each for each in kept_cards(account, session)}
    if form.saved in kept:
        return kept[form.saved]
    email = (session["customer_details"] or {}).get("email") or form.email
    billing = {"email": email, "name": form.name}
    month, year = form.expiry
    return payment_methods.new_card(account, form.number, month, year, billing_details=billing)


def _details(session: Json, method: Json) -> Json:
    billing = method["billing_details"]
    details = session["customer_details"] or blank_details(billing["email"])
    return details | {"name": billing["name"], "email": details["email"] or billing["email"]}
