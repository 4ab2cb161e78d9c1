"""Pieces of the checkout page that depend on the session."""

from __future__ import annotations

from pathlib import Path

from deploy.sandbox.pages import Html, fill, join
from deploy.sandbox.stripe import money
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.checkout.card_form import CardForm
from deploy.sandbox.stripe.checkout.texts import texts
from deploy.sandbox.stripe.errors import Json

TEMPLATES = Path(__file__).parent / "templates"


def shop_name(account: Account, session: Json) -> str:
    """Whom the buyer pays: the session's display name, else the account's."""
    branding = session.get("branding_settings") or {}
    return str(branding.get("display_name") or account.name.replace("_", " ").title())


def written(session: Json, language: str) -> str:
    """The session's total as its reader writes it."""
    return money.written(session["amount_total"], session["currency"], language)


def items(session: Json, language: str) -> Html:
    """What is sold, line by line."""
    return join(_item(item, language) for item in session["_line_items"])


def contact(session: Json, form: CardForm, words: dict[str, str]) -> Html:
    """The buyer's address: asked for, or shown when the shop has named it."""
    known = (session["customer_details"] or {}).get("email")
    if known:
        return fill(TEMPLATES / "contact_known.html", email_label=words["email"], email=known)
    error = words.get(form.errors.get("email", ""), "")
    return fill(TEMPLATES / "contact.html", email_label=words["email"], email=form.email, error_email=error)


def kept(methods: list[Json], form: CardForm, words: dict[str, str]) -> Html:
    """The choice between kept cards and a new one; nothing when none is kept."""
    if not methods:
        return Html("")
    chosen = form.fields.get("method", methods[0]["id"])
    options = [_kept(method, method["id"] == chosen) for method in methods]
    last = fill(TEMPLATES / "kept_new.html", another=words["another"], checked=_checked(chosen == "new"))
    return join([Html('<div class="kept">'), *options, last, Html("</div>")])


def sale(session: Json, methods: list[Json], form: CardForm, language: str) -> dict[str, Html | str]:
    """What a page shows that takes a payment, beside what every page shows."""
    return {
        "amount": written(session, language), "items": items(session, language),
        "kept": kept(methods, form, texts(language)),
    }  # fmt: skip


def _kept(method: Json, chosen: bool) -> Html:
    card = method["card"]
    return fill(
        TEMPLATES / "kept_card.html", id=method["id"], brand=card["brand"].title(), last4=card["last4"],
        expiry=f"{card['exp_month']:02d}/{card['exp_year'] % 100:02d}", checked=_checked(chosen),
    )  # fmt: skip


def _checked(chosen: bool) -> Html:
    return Html("checked" if chosen else "")


def _item(item: Json, language: str) -> Html:
    currency, quantity = item["currency"], item["quantity"]
    words = texts(language)
    each = money.written(item["price"]["unit_amount"], currency, language)
    detail = item.get("_note") or ""
    if quantity > 1:
        detail = f"{words['quantity']} {money.number(quantity, language)} · {each} {words['each']}"
    total = money.written(item["amount_total"], currency, language)
    return fill(TEMPLATES / "item.html", name=item["description"], detail=detail, total=total)
