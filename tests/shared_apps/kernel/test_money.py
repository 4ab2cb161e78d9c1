"""Money adds up: in any currency, whatever the amounts (RELIABILITY 20)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_apps.kernel.money import (
    BASIS_POINTS,
    EXPONENTS,
    LARGEST_MINOR,
    CurrencyMismatch,
    Money,
    UnknownCurrency,
    round_half_up,
    total,
)

currencies = st.sampled_from(sorted(EXPONENTS))
minors = st.integers(-LARGEST_MINOR, LARGEST_MINOR)
amounts = st.builds(Money, minors, currencies)
weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=24).filter(any)


@given(amounts, weights)
def test_the_parts_of_a_split_add_up_exactly(amount: Money, weights: list[int]) -> None:
    assert total(amount.split(weights), amount.currency) == amount


@given(amounts, weights)
def test_no_part_of_a_split_is_a_whole_unit_off(amount: Money, weights: list[int]) -> None:
    for part, weight in zip(amount.split(weights), weights, strict=True):
        assert abs(part.minor - Fraction(amount.minor * weight, sum(weights))) < 1


@given(amounts, weights)
def test_a_weight_of_zero_gets_nothing(amount: Money, weights: list[int]) -> None:
    parts = amount.split([*weights, 0])
    assert parts[-1] == Money.zero(amount.currency)


@given(amounts, st.integers(1, 36))
def test_equal_parts_differ_by_one_unit_at_most(amount: Money, count: int) -> None:
    parts = [part.minor for part in amount.split([1] * count)]
    assert max(parts) - min(parts) <= 1


@given(amounts, st.integers(0, BASIS_POINTS))
def test_a_share_and_the_rest_add_up(amount: Money, rate: int) -> None:
    share = amount.share(rate)
    assert share + (amount - share) == amount
    assert abs(share.minor) <= abs(amount.minor)


@given(amounts, st.integers(0, BASIS_POINTS))
def test_a_share_is_nearest_with_halves_away_from_zero(amount: Money, rate: int) -> None:
    exact = Fraction(amount.minor * rate, BASIS_POINTS)
    off = abs(amount.share(rate).minor) - abs(exact)
    assert Fraction(-1, 2) < off <= Fraction(1, 2)


@given(
    st.builds(Money, st.integers(0, LARGEST_MINOR), currencies),
    st.lists(st.integers(1, 500), min_size=1, max_size=12),
)
def test_prorations_taken_one_after_another_take_exactly_the_whole(amount: Money, steps: list[int]) -> None:
    """The rule of partial refunds: each step takes the rounded total so far less what was taken before."""
    whole, taken, done = sum(steps), Money.zero(amount.currency), 0
    for step in steps:
        done += step
        part = amount.fraction(done, whole) - taken
        assert part.minor >= 0
        taken += part
    assert taken == amount


@given(amounts)
def test_major_units_come_back_as_the_same_money(amount: Money) -> None:
    assert Money.from_major(amount.major, amount.currency) == amount


@given(currencies, st.lists(minors, max_size=20))
def test_a_total_is_the_sum_of_the_minor_units(currency: str, minors: list[int]) -> None:
    assert total([Money(minor, currency) for minor in minors], currency) == Money(sum(minors), currency)


@given(amounts, amounts)
def test_currencies_never_mix(one: Money, other: Money) -> None:
    if one.currency == other.currency:
        return
    for mix in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__, Money.__gt__, Money.__ge__):
        with pytest.raises(CurrencyMismatch):
            mix(one, other)
    assert one != other


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(1, 2), 1),
        (Fraction(-1, 2), -1),
        (Fraction(49, 100), 0),
        (Fraction(5, 2), 3),
        (Fraction(-5, 2), -3),
    ],
)
def test_halves_are_rounded_away_from_zero(value: Fraction, rounded: int) -> None:
    assert round_half_up(value) == rounded


@pytest.mark.parametrize(
    ("major", "currency", "minor"),
    [
        ("12.345", "TRY", 1235),
        ("-12.345", "TRY", -1235),
        ("0.0005", "KWD", 1),
        ("1999.5", "IRR", 2000),
        ("10.5", "JPY", 11),
        (3, "USD", 300),
        (Decimal("0.1"), "EUR", 10),
    ],
)
def test_major_units_round_to_the_currencys_minor_unit(major: str, currency: str, minor: int) -> None:
    assert Money.from_major(major, currency) == Money(minor, currency)


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(UnknownCurrency):
        Money(1, "XXX")
    with pytest.raises(UnknownCurrency):
        Money.from_major(1, "XXX")


@pytest.mark.parametrize("minor", [1.0, "1", True, None, Decimal(1)])
def test_minor_units_are_whole_numbers(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "USD")  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0.5, "2", True, Decimal(2)])
def test_money_is_multiplied_by_counts_alone(count: object) -> None:
    with pytest.raises(TypeError):
        Money(100, "USD") * count  # type: ignore[operator]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1]])
def test_a_split_needs_weights(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="Weights"):
        Money(100, "USD").split(weights)


def test_a_fraction_needs_a_whole() -> None:
    with pytest.raises(ValueError, match="whole"):
        Money(100, "USD").fraction(1, 0)


@pytest.mark.parametrize("garbage", ["", "abc", "NaN", "Infinity", "1e999999"])
def test_what_is_no_number_is_no_money(garbage: str) -> None:
    with pytest.raises(ValueError):
        Money.from_major(garbage, "USD")
