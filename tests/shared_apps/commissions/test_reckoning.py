"""Which rule fits which line, and that the parts add up exactly (RELIABILITY 20)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_apps.commissions.cards import Purchase, PurchaseLine
from shared_apps.commissions.models import ProgrammeVersion, Rule
from shared_apps.commissions.reckoning import Case, rate_of, reckon, spread, taken_back
from shared_apps.kernel.money import EXPONENTS, Money, total

START = datetime(2026, 1, 31, tzinfo=UTC)
VERSION = ProgrammeVersion(currency="TRY")


def rule(**fields) -> Rule:
    given_amount = fields.get("amount_minor") is not None
    return Rule(version=VERSION, **({} if given_amount else {"percent_bp": 2_000}) | fields)


def line(minor: int, sku: str = "mail-m", product: str = "mail", occasion: str = "first") -> PurchaseLine:
    return PurchaseLine(sku, product, Money(minor, "TRY"), occasion)


def case(**fields) -> Case:
    return Case(**{"currency": "TRY", "attributed_at": START, "at": START + timedelta(days=10)} | fields)


def earned(lines, rules, about=None) -> list[int]:
    return [share.amount.minor for share in reckon(lines, rules, about or case())]


def test_the_most_specific_rule_that_fits_is_used() -> None:
    rules = [
        rule(),
        rule(occasion="renewal", percent_bp=500),
        rule(tier="gold", percent_bp=2_500),
        rule(product_sku="mail", percent_bp=3_000),
        rule(sku="mail-y", percent_bp=4_000),
    ]
    # Nothing named 20 %, renewals 5 %, gold 25 %, the product 30 %, the plan 40 %.
    assert earned([line(1_000, "disk-m", "disk")], rules) == [200]
    assert earned([line(1_000, "disk-m", "disk", "renewal")], rules) == [50]
    assert earned([line(1_000, "disk-m", "disk", "change")], rules) == [50]
    assert earned([line(1_000, "disk-m", "disk", "renewal")], rules, case(tier="gold")) == [250]
    assert earned([line(1_000)], rules, case(tier="gold")) == [300]
    assert earned([line(1_000, "mail-y")], rules) == [400]


def test_of_equals_the_first_by_position_is_used() -> None:
    rules = [rule(position=2, percent_bp=100), rule(position=1, percent_bp=200)]
    assert earned([line(10_000)], rules) == [200]


def test_without_a_rule_that_fits_nothing_is_earned() -> None:
    found = reckon([line(1_000)], [rule(sku="other")], case())
    assert (found[0].rule, found[0].amount.minor) == (None, 0)


def test_an_amount_is_once_a_sale_and_never_more_than_was_paid() -> None:
    assert sum(earned([line(4_000), line(6_000)], [rule(amount_minor=1_500)])) == 1_500
    assert earned([line(900)], [rule(amount_minor=1_500)]) == [900]


def test_an_amount_is_for_sales_in_its_own_currency() -> None:
    about = case(currency="IRR")
    assert earned([line(4_000)], [rule(amount_minor=1_500)], about) == [0]
    assert earned([line(4_000)], [rule(cap_minor=1_500), rule(position=1, percent_bp=100)], about) == [40]


def test_a_cap_for_one_sale_and_one_for_all_sales_to_a_client() -> None:
    assert earned([line(10_000)], [rule(cap_minor=1_500)]) == [1_500]
    capped = rule(total_cap_minor=2_500)
    for before, minor in ((0, 2_000), (1_000, 1_500), (2_500, 0), (9_999, 0)):
        assert earned([line(10_000)], [capped], case(earned={capped.key: before})) == [minor]


@pytest.mark.parametrize(("day", "minor"), [(27, 300), (28, 200), (400, 200)])
def test_after_its_months_a_rule_no_longer_fits(day, minor) -> None:
    # From 31 January one month lasts until 28 February.
    rules = [rule(occasion="first", months=1, percent_bp=3_000), rule()]
    about = case(at=START + timedelta(days=day))
    assert earned([line(1_000)], rules, about) == [minor]


def test_after_its_purchases_a_rule_no_longer_fits() -> None:
    rules = [rule(purchases=2, position=0, percent_bp=3_000), rule(position=1)]
    assert [earned([line(1_000)], rules, case(purchases=n))[0] for n in range(4)] == [300, 300, 200, 200]


def test_a_credit_takes_its_own_rate_and_the_whole_stays_within_what_was_paid() -> None:
    rules = [rule(sku="new", percent_bp=4_000), rule(sku="old", percent_bp=500)]
    # 40 % of 100.00 less 5 % of 30.00.
    assert earned([line(10_000, "new"), line(-3_000, "old")], rules) == [4_000, -150]
    # 40.00 less 4.75 would be more than the 5.00 that were paid.
    assert sum(earned([line(10_000, "new"), line(-9_500, "old")], rules)) == 500


def test_lines_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        Purchase(uuid4(), uuid4(), Money(5, "TRY"), lines=(line(4),))


CURRENCIES = st.sampled_from(sorted(EXPONENTS))
MINORS = st.integers(-(10**9), 10**10)
SKUS = st.sampled_from(["a", "b", "c"])
RULES = st.lists(
    st.builds(
        lambda sku, occasion, percent, amount, cap, most: Rule(
            version=VERSION,
            sku=sku,
            occasion=occasion,
            percent_bp=None if amount else percent,
            amount_minor=amount,
            cap_minor=cap,
            total_cap_minor=most,
        ),
        st.sampled_from(["", "a", "b"]),
        st.sampled_from(["any", "first", "renewal"]),
        st.integers(0, 10_000),
        st.none() | st.integers(1, 10**8),
        st.none() | st.integers(1, 10**8),
        st.none() | st.integers(1, 10**8),
    ),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(CURRENCIES, st.lists(st.tuples(SKUS, MINORS), min_size=1, max_size=6), RULES)
def test_parts_add_up_in_any_currency(currency, sold, rules) -> None:
    """RELIABILITY 20: a rule's lines hold its share exactly; in all never more than was paid."""
    lines = [PurchaseLine(sku, "p", Money(minor, currency), "first") for sku, minor in sold]
    shares = reckon(lines, rules, case(currency=currency))
    paid = total([one.net for one in lines], currency)
    whole = total([share.amount for share in shares], currency)
    assert [share.line for share in shares] == lines
    assert whole.minor <= max(0, paid.minor)
    if len(rules) == 1 and not rules[0].sku and rules[0].occasion == "any" and paid.minor > 0:
        one = rules[0]
        if one.percent_bp is not None and one.cap_minor is one.total_cap_minor is None:
            assert whole == paid.share(one.percent_bp)


@settings(max_examples=100, deadline=None)
@given(CURRENCIES, MINORS, st.lists(MINORS, min_size=1, max_size=8))
def test_a_spread_amount_adds_up(currency, minor, bases) -> None:
    whole = Money(minor, currency)
    parts = spread(whole, [Money(one, currency) for one in bases])
    assert total(parts, currency) == (whole if sum(bases) else Money.zero(currency))


@settings(max_examples=100, deadline=None)
@given(CURRENCIES, st.integers(1, 10**12), st.lists(st.integers(1, 10**10), min_size=1, max_size=8))
def test_refunds_take_back_exactly_the_whole_in_any_currency(currency, minor, refunds) -> None:
    """RELIABILITY 20, 21: no refund gives commission back, and all of them together take all of it."""
    amount, of = Money(minor, currency), Money(sum(refunds), currency)
    counted, taken = Money.zero(currency), Money.zero(currency)
    for refund in refunds:
        counted += Money(refund, currency)
        part = taken_back(amount, counted, of) - taken
        assert part.minor >= 0
        taken += part
    assert taken == amount


def test_the_rate_of_a_commission_is_its_part_of_the_base() -> None:
    assert rate_of(Money(250, "TRY"), Money(1_000, "TRY")) == 2_500
    assert rate_of(Money(1, "TRY"), Money(3, "TRY")) == 3_333
