"""The database itself refuses what the ledger must never hold, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountName, LegDraft, balance, post
from shared_apps.ledger.models import Account, Entry, Leg
from tenants.context import acting_in, current_tenant

from .at_once import at_once

CASH, SALES = AccountName("cash"), AccountName("sales")


def sale(key: str = "sale", minor: int = 100):
    amount = Money(minor, "TRY")
    return post(key, kind="other", legs=[LegDraft(CASH, amount), LegDraft(SALES, -amount)])


@pytest.mark.parametrize("model", [Entry, Leg, Account])
def test_rows_are_never_changed(in_reseller, model) -> None:
    sale()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(id=1_000_000)


@pytest.mark.parametrize("model", [Entry, Leg, Account])
def test_rows_are_never_deleted(in_reseller, model) -> None:
    sale()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_leg SET amount_minor = amount_minor * 2",
        "UPDATE ledger_entry SET memo = 'x'",
        "DELETE FROM ledger_leg",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_account SET party = 'me'",
    ],
)
def test_sql_cannot_do_it_either(in_reseller, statement) -> None:
    sale()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("table", ["ledger_leg", "ledger_entry", "ledger_account"])
def test_tables_are_never_emptied(in_reseller, table) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table} CASCADE")


def entry_of(legs: int) -> Entry:
    return Entry.objects.create(
        tenant_id=current_tenant().id, key="by hand", kind="other", at=now(), leg_count=legs
    )


def account_of(kind: str, currency: str = "TRY") -> Account:
    return Account.objects.get_or_create(
        tenant_id=current_tenant().id, kind=kind, party="", currency=currency
    )[0]


def write(entry: Entry, *legs: tuple[str, int, str]) -> None:
    """Legs past every verb, and at once what the end of the transaction would check."""
    for kind, minor, currency in legs:
        account = account_of(kind, currency)
        Leg.objects.create(entry=entry, account=account, amount_minor=minor, currency=currency)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_entry_that_does_not_balance_cannot_be_committed(in_reseller) -> None:
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        write(entry_of(legs=2), ("cash", 100, "TRY"), ("sales", -99, "TRY"))


def test_an_entry_that_balances_only_across_currencies_cannot_be_committed(in_reseller) -> None:
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        write(entry_of(legs=2), ("cash", 100, "TRY"), ("sales", -100, "USD"))


def test_an_entry_without_its_legs_cannot_be_committed(in_reseller) -> None:
    with pytest.raises(IntegrityError, match="other legs"), transaction.atomic():
        write(entry_of(legs=2))


def test_legs_that_balance_cannot_be_added_later(in_reseller) -> None:
    entry = Entry.objects.get(uuid=sale().uuid)
    with pytest.raises(IntegrityError, match="other legs"), transaction.atomic():
        write(entry, ("cash", 1, "TRY"), ("sales", -1, "TRY"))


def test_a_leg_of_zero_is_refused(in_reseller) -> None:
    with pytest.raises(IntegrityError, match="not_zero"), transaction.atomic():
        write(entry_of(legs=1), ("cash", 0, "TRY"))


def write_strange_leg(account: Account, currency: str) -> None:
    Leg.objects.create(entry=entry_of(legs=1), account=account, amount_minor=1, currency=currency)


def test_a_leg_in_another_currency_than_its_account_is_refused(in_reseller) -> None:
    with pytest.raises(IntegrityError, match="own currency"), transaction.atomic():
        write_strange_leg(account_of("cash"), "USD")


def test_a_leg_on_another_tenants_account_is_refused(reseller, other_reseller) -> None:
    with acting_in(other_reseller):
        theirs = account_of("cash")
    with acting_in(reseller), pytest.raises(IntegrityError, match="own currency"), transaction.atomic():
        write_strange_leg(theirs, "TRY")


def commit_one_leg() -> None:
    with transaction.atomic():
        Leg.objects.create(
            entry=entry_of(legs=1), account=account_of("cash"), amount_minor=100, currency="TRY"
        )


@pytest.mark.django_db(transaction=True)
def test_the_check_comes_with_the_commit(reseller) -> None:
    with acting_in(reseller):
        with pytest.raises(IntegrityError, match="does not balance"):
            commit_one_leg()
        assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_key_ten_times_at_once_posts_one_entry(reseller) -> None:
    cards = at_once(reseller, [sale] * 10)
    assert len({card.uuid for card in cards}) == 1
    with acting_in(reseller):
        assert balance(CASH, "TRY") == Money(100, "TRY")


@pytest.mark.django_db(transaction=True)
def test_ten_entries_at_once_on_new_accounts_all_post(reseller) -> None:
    results = at_once(reseller, [lambda n=n: sale(f"sale {n}", 100 + n) for n in range(10)])
    assert not [one for one in results if isinstance(one, Exception)]
    with acting_in(reseller):
        assert Account.objects.filter(tenant_id=reseller.id).count() == 2
        assert balance(CASH, "TRY").minor == sum(100 + n for n in range(10))
