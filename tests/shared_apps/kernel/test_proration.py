"""Proration is exact, whatever the currency and however often a plan changes (RELIABILITY 20)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared_apps.kernel.money import EXPONENTS, Money
from shared_apps.kernel.periods import Stretch
from shared_apps.kernel.proration import priced, unused, used

MARCH = Stretch(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
CURRENCIES = st.sampled_from(sorted(EXPONENTS))
MINORS = st.integers(0, 10**12)
MOMENTS = st.integers(-86_400, 33 * 86_400).map(lambda gone: MARCH.start + timedelta(seconds=gone))


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


def test_an_upgrade_in_the_middle_of_march() -> None:
    # 31 days from 1 March; on the 11th, 10 days are used and 21 left.
    at = datetime(2026, 3, 11, tzinfo=UTC)
    # 100.00 × 10/31 = 32.258… → 32.26 used, 67.74 back; 250.00 × 10/31 = 80.645… → 80.65, 169.35 to pay.
    assert (used(lira(10_000), MARCH, at), unused(lira(10_000), MARCH, at)) == (lira(3226), lira(6774))
    assert unused(lira(25_000), MARCH, at) - unused(lira(10_000), MARCH, at) == lira(16_935 - 6774)


def test_a_stub_costs_its_share() -> None:
    # 12 of 31 days of 99.99: 38.7058… → 38.71.
    assert priced(lira(9999), Stretch(MARCH.start, MARCH.end, 12, 31)) == lira(3871)


@given(minor=MINORS, currency=CURRENCIES, at=MOMENTS)
def test_used_and_unused_are_the_price(minor: int, currency: str, at: datetime) -> None:
    price = Money(minor, currency)
    assert used(price, MARCH, at) + unused(price, MARCH, at) == price
    assert 0 <= used(price, MARCH, at).minor <= minor


@given(minor=MINORS, one=MOMENTS, other=MOMENTS)
def test_later_never_gives_more_back(minor: int, one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert unused(lira(minor), MARCH, late) <= unused(lira(minor), MARCH, early)


@given(prices=st.lists(MINORS, min_size=2, max_size=6), moments=st.lists(MOMENTS, min_size=5, max_size=5))
def test_a_chain_of_changes_costs_what_was_used_of_each_plan(
    prices: list[int], moments: list[datetime]
) -> None:
    """First price, then at each change minus what is left of the old and plus what is left of the new."""
    times = sorted(moments)[: len(prices) - 1]
    paid = lira(prices[0])
    for (old, new), at in zip(pairwise(prices), times, strict=True):
        paid += unused(lira(new), MARCH, at) - unused(lira(old), MARCH, at)
    ends = [*times, MARCH.end]
    begins = [MARCH.start, *times]
    spent = [
        used(lira(price), MARCH, end) - used(lira(price), MARCH, begin)
        for price, begin, end in zip(prices, begins, ends, strict=True)
    ]
    first_second = used(lira(prices[0]), MARCH, begins[0])
    assert paid == sum(spent, lira(0)) + first_second


@given(minor=MINORS, other=MINORS, at=MOMENTS)
def test_there_and_back_at_once_costs_nothing(minor: int, other: int, at: datetime) -> None:
    there = unused(lira(other), MARCH, at) - unused(lira(minor), MARCH, at)
    back = unused(lira(minor), MARCH, at) - unused(lira(other), MARCH, at)
    assert there + back == lira(0)
