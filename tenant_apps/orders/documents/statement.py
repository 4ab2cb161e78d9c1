"""The statement of a client's account over a period: what was charged, what came in, what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from branding.documents.labels import labels
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client

from ..account import Account, Entry, accounts_of
from ..models import BilledTo
from .parts import Data, amount, buyer, dated, day, seller, set_document, written_in


def statement_pdf(client: Client, start: date, end: date, language: str) -> bytes:
    """From the first day to the last, both included, in the reseller's time zone.

    Raises `AccountTooLong` where the period holds more than fits a document.
    """
    with written_in(language):
        return set_document(
            "statement", _statement(client, start, end, accounts_of(client, start, end)), language
        )


def _statement(client: Client, start: date, end: date, accounts: Sequence[Account]) -> Data:
    period = f"{day(start)} – {day(end)}"
    return {
        "dated": dated(end),
        "title": _("Statement for %(client)s, %(period)s")
        % {"client": client.billing_name, "period": period},
        "words": labels() | {"charged": _("Charged"), "credited": _("Credited"), "balance": _("Balance")},
        "heading": _("Statement"),
        "number": period,
        "parties": [seller(), buyer(BilledTo.of(client), _("Account of"))],
        "facts": [
            {"label": _("First day"), "value": day(start)},
            {"label": _("Last day"), "value": day(end)},
            {"label": _("Made on"), "value": day(timezone.localdate())},
        ],
        "accounts": [_account(one, start, end) for one in accounts],
        "remark": _("The balance is what was still to be paid on the day."),
    }


def _account(account: Account, start: date, end: date) -> Data:
    closing = _("Closing balance")
    return {
        "figures": [
            _figure(_("Opening balance"), account.opening),
            _figure(_("Charged"), account.charged),
            _figure(_("Credited"), account.credited),
            _figure(closing, account.closing) | {"strong": True},
        ],
        "rows": [
            _row(day(start), _("Opening balance"), account.opening, strong=True),
            *(_entry(entry) for entry in account.entries),
            _row(day(end), closing, account.closing, strong=True),
        ],
    }


def _figure(label: str, value: Money) -> Data:
    return {"label": label, "value": amount(value), "strong": False}


def _entry(entry: Entry) -> Data:
    side = "charged" if entry.amount.minor >= 0 else "credited"
    row = _row(day(entry.at), entry.text, entry.balance) | {"note": entry.note}
    return row | {side: amount(entry.amount if side == "charged" else entry.credited)}


def _row(when: str, text: str, balance: Money, *, strong: bool = False) -> Data:
    return {
        "date": when,
        "text": text,
        "note": "",
        "charged": "",
        "credited": "",
        "balance": amount(balance),
        "strong": strong,
    }
