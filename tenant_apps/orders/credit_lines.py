"""What moved a client's account credit, as pages show it: from the ledger, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, StatementLine, statement
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client

MOST = 100


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One change of the balance: plus was added, minus was spent."""

    at: datetime
    text: str
    note: str
    amount: Money
    balance: Money


def credit_lines(client: Client) -> tuple[Money, list[CreditLine]]:
    """The balance, and its newest changes in the client's currency. Two queries."""
    account = AccountName(AccountKind.CLIENT_CREDIT, str(client.uuid))
    lines = statement(account, client.currency, limit=MOST)
    return payments.credit_balance(client.uuid, client.currency), [_line(one) for one in lines]


def _line(one: StatementLine) -> CreditLine:
    """The ledger's account is of what is owed: added is a credit, and a minus there."""
    kinds = {
        EntryKind.OVERPAYMENT: (_("Paid beyond what was due"), one.memo),
        EntryKind.CREDIT: (_("Credit given") if one.amount.minor < 0 else _("Credit taken back"), one.memo),
        EntryKind.REFUND: (_("Refunded"), one.memo),
        EntryKind.WITHDRAWAL_PAID: (_("Commission"), ""),
    }
    spent = _("Spent on an invoice") if one.amount.minor > 0 else _("Refund to account credit")
    text, note = kinds.get(EntryKind(one.kind), (spent, ""))
    return CreditLine(one.at, text, note, -one.amount, -one.balance)
