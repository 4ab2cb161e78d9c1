"""The pages a buyer sees: pay, confirm, paid, expired."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from deploy.sandbox.pages import Html, fill, join, page
from deploy.sandbox.stripe import cards, charging, setting_up
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.checkout import paying
from deploy.sandbox.stripe.checkout.card_form import CardForm
from deploy.sandbox.stripe.checkout.parts import contact, sale, shop_name, written
from deploy.sandbox.stripe.checkout.texts import choose, direction, texts
from deploy.sandbox.stripe.errors import Json, StripeError
from deploy.sandbox.stripe.store import Store
from deploy.sandbox.web import Request, Response, Router, redirect

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class CheckoutPages:
    """The buyer's side of the gateway."""

    store: Store

    def add_to(self, router: Router) -> None:
        """Answer the page addresses."""
        router.add("GET", "/c/pay/{id}", self.show)
        router.add("POST", "/c/pay/{id}", self.submit)
        router.add("GET", "/c/3ds/{id}", self.challenge)
        router.add("POST", "/c/3ds/{id}", self.answer)

    def show(self, request: Request) -> Response:
        """The page as the session stands."""
        account, session = self._find("checkout.session", request.captures["id"])
        if not account or not session:
            return _notice(request, {}, "missing", 404)
        if session["status"] == "open":
            failed = _last_failure(account, session) if "declined" in request.arguments() else ""
            return _form(request, account, session, CardForm(), failed)
        return _closed(request, session)

    def submit(self, request: Request) -> Response:
        """Take the card; a second submit of a paid session only shows where it leads."""
        with self.store.transaction():
            account, session = self._find("checkout.session", request.captures["id"])
            if not account or not session:
                return _notice(request, {}, "missing", 404)
            if session["status"] != "open":
                return (
                    redirect(_success(session))
                    if session["status"] == "complete"
                    else _closed(request, session)
                )
            return self._take(request, account, session)

    def challenge(self, request: Request) -> Response:
        """The bank's question."""
        account, intent = self._find_intent(request.captures["id"])
        if not account or not intent:
            return _notice(request, {}, "missing", 404)
        session = _session(account, intent)
        if intent["status"] != "requires_action":
            return _closed(request, session) if session else _notice(request, {}, "done")
        return _challenge(request, account, intent, session)

    def answer(self, request: Request) -> Response:
        """The holder's answer; only the first counts."""
        with self.store.transaction():
            account, intent = self._find_intent(request.captures["id"])
            if not account or not intent:
                return _notice(request, {}, "missing", 404)
            was_open = intent["status"] == "requires_action"
            answering = setting_up if intent["object"] == "setup_intent" else charging
            passed = request.form().get("answer") == "complete"
            intent = answering.answer_challenge(account, intent, passed=passed)
            session = _session(account, intent)
            if not session:
                return _return(request, intent)
            if was_open and intent["status"] == "succeeded":
                method = account.load("payment_method", intent["payment_method"])
                paying.complete(account, session, intent, method)
        return _after_challenge(request, session)

    def _take(self, request: Request, account: Account, session: Json) -> Response:
        form = CardForm(request.form())
        if not form.check(self.store.now(), asks_email=not session["customer_details"]):
            return _form(request, account, session, form, "", 422)
        try:
            intent = paying.pay(account, session, form)
        except StripeError as refusal:
            return _form(request, account, session, form, _reason(refusal.error), 402)
        if intent["status"] == "requires_action":
            return redirect(f"/c/3ds/{intent['id']}")
        return redirect(_success(session))

    def _find_intent(self, id: str) -> tuple[Account | None, Json | None]:
        return self._find("setup_intent" if id.startswith("seti_") else "payment_intent", id)

    def _find(self, kind: str, id: str) -> tuple[Account | None, Json | None]:
        query = "SELECT account, body FROM object WHERE id = ? AND kind = ?"
        for row in self.store.rows(query, id, kind):
            return Account(self.store, row["account"]), json.loads(row["body"])
        return None, None


def _form(
    request: Request, account: Account, session: Json, form: CardForm, failure: str, status: int = 200
) -> Response:
    language = _language(request, session)
    words = texts(language)
    errors = {f"error_{name}": words.get(form.errors.get(name, ""), "") for name in
              ("number", "expiry", "cvc", "name")}  # fmt: skip
    values = {f"value_{name}": form.fields.get(name, "") for name in ("number", "expiry", "name")}
    saves = session["mode"] == "setup" or session["_intent"].get("setup_future_usage")
    own = {
        "action": f"/c/pay/{session['id']}", "heading": words["contact"], "shop": shop_name(account, session),
        "contact": contact(session, form, words),
        "card_fields": fill(TEMPLATES / "card_fields.html", **{**words, **errors, **values}),
        "failure": _alert(words.get(failure, failure)), "cancel": _cancel(session, words),
        "cards": _test_cards(), "note": words["will_save" if saves else "secure"],
    }  # fmt: skip
    body = fill(TEMPLATES / _page(session), **{**words, **own, **_sale(account, session, form, language)})
    return _frame(language, f"{words['title']} · {shop_name(account, session)}", body, status)


def _challenge(request: Request, account: Account, intent: Json, session: Json | None) -> Response:
    language = _language(request, session or {})
    words = texts(language)
    method = account.load("payment_method", intent["payment_method"])
    body = fill(
        TEMPLATES / "challenge.html", **words, action=f"/c/3ds/{intent['id']}",
        shop=shop_name(account, session or {}),
        sum=_asked(intent, session, language),
        last4=f"•••• {method['card']['last4']}",
    )  # fmt: skip
    return _frame(language, words["challenge_title"], body)


def _asked(intent: Json, session: Json | None, language: str) -> str:
    """The amount that the bank names; nothing is taken when a card is only saved."""
    currency = intent.get("currency") or (session or {}).get("currency") or "usd"
    return written({"amount_total": intent.get("amount", 0), "currency": currency}, language)


def _page(session: Json) -> str:
    return "save.html" if session["mode"] == "setup" else "pay.html"


def _sale(account: Account, session: Json, form: CardForm, language: str) -> dict[str, Html | str]:
    if session["mode"] == "setup":
        return {}
    return sale(session, paying.kept_cards(account, session), form, language)


def _closed(request: Request, session: Json) -> Response:
    if session["status"] == "complete":
        return _notice(request, session, "paid", url=_success(session), label="continue")
    return _notice(request, session, "expired", url=session["cancel_url"] or "", label="return")


def _notice(
    request: Request, session: Json, kind: str, status: int = 200, *, url: str = "", label: str = ""
) -> Response:
    language = _language(request, session)
    words = texts(language)
    button = Html("")
    if url:
        button = fill(TEMPLATES / "button.html", url=url, text=words[label])
    heading, text = words[f"{kind}_title"], words[f"{kind}_text"]
    body = fill(TEMPLATES / "notice.html", heading=heading, text=text, button=button, kind=kind)
    return _frame(language, heading, body, status)


def _frame(language: str, title: str, body: Html, status: int = 200) -> Response:
    frame = fill(TEMPLATES / "frame.html", language=language, direction=direction(language), title=title,
    body=body,
                 test_mode=texts(language)["test_mode"], test_text=texts(language)["test_text"])  # fmt: skip
    return page(frame, status)


def _after_challenge(request: Request, session: Json) -> Response:
    if session["status"] == "complete":
        return redirect(_success(session))
    if session["status"] == "open":
        return redirect(f"/c/pay/{session['id']}?declined=1")
    return _closed(request, session)


def _return(request: Request, intent: Json) -> Response:
    url = intent.get("_return_url")
    if not url:
        return _notice(request, {}, "done")
    outcome = "succeeded" if intent["status"] == "succeeded" else "failed"
    more = urlencode({"payment_intent": intent["id"], "payment_intent_client_secret": intent["client_secret"],
                      "redirect_status": outcome})  # fmt: skip
    return redirect(f"{url}{'&' if '?' in url else '?'}{more}")


def _session(account: Account, intent: Json) -> Json | None:
    return account.find("checkout.session", intent["_session"]) if intent.get("_session") else None


def _success(session: Json) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _cancel(session: Json, words: dict[str, str]) -> Html:
    if not session["cancel_url"]:
        return Html("")
    return fill(TEMPLATES / "back.html", url=session["cancel_url"], back=words["back"])


def _last_failure(account: Account, session: Json) -> str:
    intent = account.find("payment_intent", session["payment_intent"] or "")
    setup = account.find("setup_intent", session.get("setup_intent") or "")
    error = (intent or {}).get("last_payment_error") or (setup or {}).get("last_setup_error")
    return _reason(error) if error else ""


def _reason(error: Json) -> str:
    return str(error.get("decline_code") or error.get("code") or error["message"])


def _alert(text: str) -> Html:
    return fill(TEMPLATES / "alert.html", text=text) if text else Html("")


def _test_cards() -> Html:
    return join(
        fill(TEMPLATES / "test_card.html", number=card.written, says=card.says) for card in cards.CARDS
    )


def _language(request: Request, session: Json) -> str:
    return choose(session.get("locale"), request.headers.get("Accept-Language") or "")
