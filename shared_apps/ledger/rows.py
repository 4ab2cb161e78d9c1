"""Entries and balances as pages show them: with words for kinds and accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.money import Money

from .models import Account, AccountKind, Entry, EntryKind

Text = str | Promise
WAYS: dict[str, Text] = {
    "bank": _("Bank transfer"),
    "credit": _("Account credit"),
    "hand": _("Recorded by staff"),
}


@dataclass(frozen=True, slots=True)
class LegRow:
    label: Text
    party: str
    debit: Money | None
    credit: Money | None
    account: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    label: Text
    tenant: str
    at: datetime
    memo: str
    legs: list[LegRow]
    uuid: UUID
    key: str
    reference: str


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """An account's balance: what we have (debit) or what we owe or earned (credit), as a positive amount."""

    label: Text
    party: str
    amount: Money
    is_debit: bool
    account: int | None = None


def entry_row(entry: Entry) -> EntryRow:
    """An entry read `with_legs` and its tenant."""
    legs = sorted(entry.legs.all(), key=lambda leg: (leg.amount_minor < 0, leg.pk))
    return EntryRow(
        label=kind_label(entry.kind),
        tenant=entry.tenant.name,
        at=entry.at,
        memo=entry.memo,
        legs=[_leg_row(leg.account, Money(leg.amount_minor, leg.currency)) for leg in legs],
        uuid=entry.uuid,
        key=entry.key,
        reference=entry.reference,
    )


@dataclass(frozen=True, slots=True)
class BalanceGroup:
    """The balances in one currency."""

    currency: str
    rows: list[BalanceRow]


def by_currency(rows: Iterable[BalanceRow]) -> list[BalanceGroup]:
    """Balances under their currencies; `rows` are ordered by currency."""
    return [BalanceGroup(code, list(found)) for code, found in groupby(rows, lambda row: row.amount.currency)]


def balance_row(account: Account) -> BalanceRow:
    """An account annotated with `balance_minor`."""
    minor = int(account.balance_minor)  # type: ignore[attr-defined]
    return _balance_row(account.kind, party_shown(account.party), Money(minor, account.currency), account.pk)


def kind_row(kind: str, currency: str, minor: int) -> BalanceRow:
    """All accounts of a kind together."""
    return _balance_row(kind, "", Money(int(minor), currency))


def kind_label(kind: str) -> Text:
    return EntryKind(kind).label if kind in EntryKind.values else kind


def account_label(kind: str) -> Text:
    return AccountKind(kind).label if kind in AccountKind.values else kind


def party_shown(party: str) -> str:
    """How money came by its name; a person or client by the beginning of their uuid."""
    return party[:8] if len(party) == 36 else str(WAYS.get(party, party))


def _balance_row(kind: str, party: str, balance: Money, account: int | None = None) -> BalanceRow:
    is_debit = balance.minor >= 0
    return BalanceRow(account_label(kind), party, balance if is_debit else -balance, is_debit, account)


def _leg_row(account: Account, amount: Money) -> LegRow:
    is_debit = amount.minor > 0
    return LegRow(
        label=account_label(account.kind),
        party=party_shown(account.party),
        debit=amount if is_debit else None,
        credit=None if is_debit else -amount,
        account=account.pk,
    )
