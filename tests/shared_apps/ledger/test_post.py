"""Posting: balanced, once, and never changed. The textbook's cases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared_apps.kernel.money import Money
from shared_apps.ledger.door import (
    AccountName,
    KeyReused,
    LegDraft,
    Unbalanced,
    balance,
    balances,
    entries,
    post,
    statement,
)
from shared_apps.ledger.models import Account, Entry, Leg
from tenants.context import acting_in

CASH, DEBT, SALES = AccountName("cash"), AccountName("debt", "bank"), AccountName("sales")


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


def move(key: str, minor: int = 10_000, source: AccountName = SALES, target: AccountName = CASH):
    return post(key, kind="other", legs=[LegDraft(target, lira(minor)), LegDraft(source, lira(-minor))])


def test_a_balance_is_the_sum_of_legs(in_reseller) -> None:
    # Borrow 500.00, sell for 120.00 in cash, pay 200.00 back.
    move("loan", 50_000, DEBT, CASH)
    move("sale", 12_000, SALES, CASH)
    move("repayment", 20_000, CASH, DEBT)
    assert balance(CASH, "TRY") == lira(50_000 + 12_000 - 20_000)
    assert balance(DEBT, "TRY") == lira(-50_000 + 20_000)
    assert balance(SALES, "TRY") == lira(-12_000)
    everything = balances([CASH, DEBT, SALES], "TRY").values()
    assert sum(money.minor for money in everything) == 0


def test_an_account_that_nothing_moved_stands_at_zero(in_reseller) -> None:
    assert balance(AccountName("cash", "nobody"), "TRY") == lira(0)


def test_balances_are_read_in_one_query(in_reseller, django_assert_num_queries) -> None:
    move("sale")
    with django_assert_num_queries(1):
        balances([CASH, DEBT, SALES], "TRY")


def test_a_compound_entry_has_many_legs(in_reseller) -> None:
    # 118.00 received = 100.00 sales + 18.00 tax.
    entry = post(
        "sale",
        kind="other",
        legs=[
            LegDraft(CASH, lira(11_800)),
            LegDraft(SALES, lira(-10_000)),
            LegDraft(AccountName("tax"), lira(-1_800)),
        ],
    )
    assert [leg.amount.minor for leg in entry.legs] == [11_800, -10_000, -1_800]


def test_each_currency_adds_up_by_itself(in_reseller) -> None:
    legs = [
        LegDraft(CASH, lira(100)),
        LegDraft(SALES, lira(-100)),
        LegDraft(CASH, Money(5, "USD")),
        LegDraft(SALES, Money(-5, "USD")),
    ]
    post("both", kind="other", legs=legs)
    assert (balance(CASH, "TRY"), balance(CASH, "USD")) == (lira(100), Money(5, "USD"))


@pytest.mark.parametrize(
    "legs",
    [
        [],
        [LegDraft(CASH, lira(100))],
        [LegDraft(CASH, lira(100)), LegDraft(SALES, lira(-99))],
        [LegDraft(CASH, lira(100)), LegDraft(SALES, Money(-100, "USD"))],
    ],
    ids=["no legs", "one side", "a kuruş off", "two currencies"],
)
def test_what_does_not_add_up_is_refused(in_reseller, legs) -> None:
    with pytest.raises(Unbalanced):
        post("wrong", kind="other", legs=legs)
    assert not Entry.objects.exists()


def test_a_leg_of_zero_is_left_out(in_reseller) -> None:
    legs = [LegDraft(CASH, lira(5)), LegDraft(SALES, lira(-5)), LegDraft(DEBT, lira(0))]
    assert len(post("sale", kind="other", legs=legs).legs) == 2


def test_the_same_key_and_legs_give_the_entry_that_is_there(in_reseller) -> None:
    first, again = move("sale"), move("sale")
    assert first == again
    assert balance(CASH, "TRY") == lira(10_000)


@pytest.mark.parametrize("other", [{"minor": 9_999}, {"source": DEBT}, {"target": DEBT, "source": CASH}])
def test_the_same_key_with_other_legs_is_refused(in_reseller, other) -> None:
    move("sale")
    with pytest.raises(KeyReused):
        move("sale", **other)
    assert balance(CASH, "TRY") == lira(10_000)


def test_the_same_key_with_another_kind_is_refused(in_reseller) -> None:
    move("sale")
    with pytest.raises(KeyReused):
        post("sale", kind="refund", legs=[LegDraft(CASH, lira(10_000)), LegDraft(SALES, lira(-10_000))])


def test_tenants_have_their_own_keys_and_accounts(reseller, other_reseller) -> None:
    with acting_in(reseller):
        move("sale", 100)
    with acting_in(other_reseller):
        move("sale", 7)
        assert balance(CASH, "TRY") == lira(7)
        assert len(entries()) == 1
    with acting_in(reseller):
        assert balance(CASH, "TRY") == lira(100)


def test_an_account_is_opened_once(in_reseller) -> None:
    move("one")
    move("two")
    assert Account.objects.count() == 2
    assert Leg.objects.count() == 4


def test_a_posting_costs_the_same_however_much_is_there(in_reseller, django_assert_max_num_queries) -> None:
    for number in range(5):
        move(f"before {number}")
    with django_assert_max_num_queries(8):
        move("sale")


def test_entries_of_one_thing_are_found_by_reference(in_reseller) -> None:
    legs = [LegDraft(CASH, lira(5)), LegDraft(SALES, lira(-5))]
    post("a", kind="other", legs=legs, reference="invoice-1", memo="INV-1")
    post("b", kind="other", legs=legs, reference="invoice-2")
    found = entries("invoice-1")
    assert [(entry.key, entry.memo) for entry in found] == [("a", "INV-1")]


def test_entries_come_newest_first_with_one_query_more_for_all_their_legs(
    in_reseller, django_assert_num_queries
) -> None:
    legs = [LegDraft(CASH, lira(5)), LegDraft(SALES, lira(-5))]
    for day in (3, 1, 2):
        post(f"day {day}", kind="other", legs=legs, at=datetime(2026, 5, day, tzinfo=UTC))
    with django_assert_num_queries(3):
        found = entries()
    assert [entry.key for entry in found] == ["day 3", "day 2", "day 1"]


def test_a_statement_shows_the_balance_after_each_line(in_reseller) -> None:
    for day, minor in ((1, 500), (2, -200), (3, 50)):
        legs = [LegDraft(CASH, lira(minor)), LegDraft(SALES, lira(-minor))]
        post(f"day {day}", kind="other", legs=legs, at=datetime(2026, 5, day, tzinfo=UTC))
    lines = statement(CASH, "TRY")
    # 500; 500 - 200 = 300; 300 + 50 = 350. Newest first.
    assert [(line.amount.minor, line.balance.minor) for line in lines] == [(50, 350), (-200, 300), (500, 500)]
