"""Reads of the ledger. A balance is always a sum of legs, in one query."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet, Sum, Window

from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .cards import AccountName, EntryCard, LegCard, StatementLine
from .models import Account, Entry, Leg


def entries_of(reference: str = "") -> QuerySet[Entry]:
    """The current tenant's entries, newest first; those about one thing when `reference` is given."""
    found = Entry.objects.filter(tenant_id=current_tenant().id).order_by("-at", "-pk")
    return found.filter(reference=reference) if reference else found


def with_legs(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.prefetch_related("legs__account")


def card(entry: Entry) -> EntryCard:
    """The entry as doors show it; read it `with_legs`."""
    legs = sorted(entry.legs.all(), key=lambda leg: leg.pk)
    return EntryCard(
        uuid=entry.uuid,
        kind=entry.kind,
        key=entry.key,
        at=entry.at,
        reference=entry.reference,
        memo=entry.memo,
        legs=tuple(leg_card(leg) for leg in legs),
    )


def leg_card(leg: Leg) -> LegCard:
    return LegCard(leg.account.kind, leg.account.party, Money(leg.amount_minor, leg.currency))


def posted_by_key(key: str, tenant_id: int) -> Entry:
    """A tenant's entry of a key; `Entry.DoesNotExist` when nothing was posted under it."""
    return with_legs(Entry.objects.filter(tenant_id=tenant_id, key=key)).get()


def balance_of(account: AccountName, currency: str) -> Money:
    """The sum of an account's legs: positive when debits outweigh, zero when there are none."""
    return Money(balances_of([account], currency)[account], currency)


def balances_of(accounts: Iterable[AccountName], currency: str) -> dict[AccountName, int]:
    """Balances of several accounts in minor units, in one query."""
    wanted = dict.fromkeys(accounts, 0)
    rows = (
        Leg.objects.filter(
            account__tenant_id=current_tenant().id,
            account__currency=currency,
            account__kind__in={name.kind for name in wanted},
            account__party__in={name.party for name in wanted},
        )
        .values_list("account__kind", "account__party")
        .annotate(sum=Sum("amount_minor"))
        .order_by()
    )
    for kind, party, amount in rows:
        if AccountName(kind, party) in wanted:
            wanted[AccountName(kind, party)] = int(amount)
    return wanted


def entries_of_all() -> QuerySet[Entry]:
    """Entries of every tenant, for the console; the isolation proof's own tenants sell nothing."""
    return Entry.objects.filter(tenant__is_probe=False).order_by("-at", "-pk")


def account_balances(tenant_id: int) -> QuerySet[Account]:
    """A tenant's accounts with `balance_minor`; those that nothing ever moved are left out."""
    accounts = Account.objects.select_related("tenant").filter(tenant_id=tenant_id, legs__isnull=False)
    return accounts.annotate(balance_minor=Sum("legs__amount_minor")).order_by("currency", "kind", "party")


def kind_balances(tenant_id: int | None = None) -> QuerySet[Leg, tuple[str, str, int]]:
    """Kind, currency and sum of the accounts of one tenant or of all, in one query."""
    legs = Leg.objects.filter(account__tenant__is_probe=False).order_by()
    if tenant_id is not None:
        legs = legs.filter(account__tenant_id=tenant_id)
    sums = legs.values_list("account__kind", "currency").annotate(balance=Sum("amount_minor"))
    return sums.order_by("currency", "account__kind")


def statement_of(account: AccountName, currency: str, *, limit: int = 100) -> list[StatementLine]:
    """The newest lines of an account with the balance after each, newest first."""
    legs = Leg.objects.filter(
        account__tenant_id=current_tenant().id,
        account__kind=account.kind,
        account__party=account.party,
        account__currency=currency,
    ).select_related("entry")
    running = Window(Sum("amount_minor"), order_by=[F("entry__at").asc(), F("pk").asc()])
    return [_line(leg) for leg in legs.annotate(running=running).order_by("-entry__at", "-pk")[:limit]]


def _line(leg: Leg) -> StatementLine:
    entry = leg.entry
    return StatementLine(
        entry_uuid=entry.uuid,
        kind=entry.kind,
        at=entry.at,
        reference=entry.reference,
        memo=entry.memo,
        amount=Money(leg.amount_minor, leg.currency),
        balance=Money(int(leg.running), leg.currency),  # type: ignore[attr-defined]
    )
