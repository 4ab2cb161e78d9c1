"""Tax to the last minor unit, in every currency (RELIABILITY 20)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_apps.kernel.money import EXPONENTS, Money
from shared_apps.kernel.taxes import NO_TAX, TaxRate, tax_on

amounts = st.integers(-(10**12), 10**12)
rates = st.builds(TaxRate, st.just("VAT"), st.integers(0, 10_000), st.booleans())


@settings(max_examples=60, deadline=None)
@given(amounts, rates, st.sampled_from(sorted(EXPONENTS)))
def test_net_and_tax_are_the_gross(minor: int, rate: TaxRate, currency: str) -> None:
    amount = Money(minor, currency)
    taxed = tax_on(amount, rate)
    assert taxed.net + taxed.tax == taxed.gross
    assert amount == (taxed.gross if rate.is_inclusive else taxed.net)
    assert taxed.tax.minor * minor >= 0
    # A credit of the same amount takes the same tax back.
    assert tax_on(-amount, rate).tax == -taxed.tax


@pytest.mark.parametrize(
    ("minor", "points", "is_inclusive", "net", "tax"),
    [
        (10_000, 2000, False, 10_000, 2000),
        (12_000, 2000, True, 10_000, 2000),
        (99, 700, False, 99, 7),  # 6.93
        (50, 100, False, 50, 1),  # 0.5, rounded half up
        (100, 700, True, 93, 7),  # 6.54
        (100, 0, True, 100, 0),
    ],
)
def test_the_arithmetic(minor: int, points: int, is_inclusive: bool, net: int, tax: int) -> None:
    taxed = tax_on(Money(minor, "TRY"), TaxRate("VAT", points, is_inclusive))
    assert (taxed.net.minor, taxed.tax.minor) == (net, tax)


def test_a_rate_lies_between_nothing_and_everything() -> None:
    assert tax_on(Money(5, "TRY"), NO_TAX).tax.minor == 0
    for points in (-1, 10_001):
        with pytest.raises(ValueError, match="between 0 and 100"):
            TaxRate("VAT", points)
