"""The ledger's door: post in the caller's transaction, read balances; the tenant is always the current one.

A debit is positive and a credit negative: what is owed to an affiliate or to the operator is negative.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .cards import (
    AccountName,
    EntryCard,
    EntryDraft,
    KeyReused,
    LegCard,
    LegDraft,
    NoSale,
    Refund,
    RefundExceedsSale,
    Sale,
    StatementLine,
    Unbalanced,
)
from .following import follows
from .models import AccountKind, Entry, EntryKind
from .proof import Check, Gap, check, gaps
from .queries import balance_of, balances_of, card, entries_of, statement_of, with_legs
from .sales import post_refund, post_rest, post_sale
from .verbs import post, post_many

__all__ = [
    "AccountKind",
    "AccountName",
    "Check",
    "EntryCard",
    "EntryDraft",
    "EntryKind",
    "Gap",
    "KeyReused",
    "LegCard",
    "LegDraft",
    "NoSale",
    "Refund",
    "RefundExceedsSale",
    "Sale",
    "StatementLine",
    "Unbalanced",
    "balance",
    "balances",
    "check",
    "entries",
    "follows",
    "gaps",
    "is_posted",
    "post",
    "post_many",
    "post_refund",
    "post_rest",
    "post_sale",
    "statement",
]


def balance(account: AccountName, currency: str) -> Money:
    """The sum of an account's legs."""
    return balance_of(account, currency)


def balances(accounts: Iterable[AccountName], currency: str) -> dict[AccountName, Money]:
    """Several balances in one query."""
    return {name: Money(minor, currency) for name, minor in balances_of(accounts, currency).items()}


def is_posted(key: str) -> bool:
    """Whether the current tenant has an entry of this key."""
    return Entry.objects.filter(tenant_id=current_tenant().id, key=key).exists()


def entries(reference: str = "", *, limit: int = 100) -> list[EntryCard]:
    """The newest entries with their legs; with a `reference` (an invoice's uuid) those about one thing."""
    return [card(entry) for entry in with_legs(entries_of(reference))[:limit]]


def statement(account: AccountName, currency: str, *, limit: int = 100) -> list[StatementLine]:
    """The newest lines of an account with the balance after each, newest first."""
    return statement_of(account, currency, limit=limit)
