"""Which tax a client pays, and that discount and tax add up to the last unit (RELIABILITY 20)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import EXPONENTS, Money, total
from shared_apps.kernel.taxes import TaxRate, tax_on
from tenant_apps.pricing.coupons import PricedLine, discounts
from tenant_apps.pricing.errors import TaxRuleTaken
from tenant_apps.pricing.models import Coupon
from tenant_apps.pricing.taxes import rate_at, shown_price, tax_rate_for
from tenant_apps.pricing.verbs import change_prices, put_tax_rule, remove_tax_rule

BY = Actor.system("tests")
currencies = st.sampled_from(sorted(EXPONENTS))
prices = st.lists(st.integers(0, 10**12), min_size=1, max_size=12)


def rule(country: str = "", points: int = 1000, region: str = "", with_tax_id: str = "charge") -> Any:
    values = {"name": f"T{points}", "country": country, "region": region, "basis_points": points}
    return put_tax_rule({**values, "with_tax_id": with_tax_id}, by=BY)


@settings(max_examples=40)
@given(currencies, prices, st.integers(0, 10_000), st.booleans(), st.data())
def test_an_orders_discount_and_tax_add_up_exactly(
    currency: str, minors: list[int], points: int, inclusive: bool, data: Any
) -> None:
    """Σ net + Σ tax = Σ gross, and Σ discount is what the coupon says (RELIABILITY 20, 24)."""
    lines = [PricedLine(f"s{index}", Money(minor, currency)) for index, minor in enumerate(minors)]
    amount = data.draw(st.integers(1, 10**12))
    coupon = Coupon(kind="amount", amount_minor=amount, currency=currency, code="X")
    cuts = discounts(coupon, lines)
    assert total(cuts, currency) == Money(min(amount, sum(minors)), currency)
    assert all(Money.zero(currency) <= cut <= line.amount for cut, line in zip(cuts, lines, strict=True))
    rate = TaxRate("T", points, inclusive)
    taxed = [tax_on(line.amount - cut, rate) for cut, line in zip(cuts, lines, strict=True)]
    gross = total([one.gross for one in taxed], currency)
    assert total([one.net for one in taxed], currency) + total([one.tax for one in taxed], currency) == gross
    assert not inclusive or gross == total([line.amount for line in lines], currency) - total(cuts, currency)


@settings(max_examples=40)
@given(currencies, prices, st.integers(1, 10_000))
def test_a_percentage_is_rounded_line_by_line_and_never_takes_more_than_there_is(
    currency: str, minors: list[int], points: int
) -> None:
    lines = [PricedLine("s", Money(minor, currency)) for minor in minors]
    coupon = Coupon(kind="percent", basis_points=points, currency=currency, code="X")
    for cut, line in zip(discounts(coupon, lines), lines, strict=True):
        assert cut == line.amount.share(points)
        assert Money.zero(currency) <= cut <= line.amount


def test_a_coupon_for_some_plans_leaves_the_others_alone() -> None:
    lines = [PricedLine("a", Money(300, "TRY")), PricedLine("b", Money(700, "TRY"))]
    coupon = Coupon(kind="amount", amount_minor=500, currency="TRY", code="X", skus=["a"])
    assert [cut.minor for cut in discounts(coupon, lines)] == [300, 0]


@pytest.mark.usefixtures("in_reseller")
class TestRules:
    def test_the_nearest_rule_counts(self) -> None:
        """Region before country before everywhere else; a country without a rule has the last."""
        rule(points=500), rule("TR", 2000), rule("CA", 500), rule("CA", 1300, "Ontario")
        found = [
            rate_at(*place).basis_points for place in (("TR", ""), ("CA", " ontario "), ("CA", "Quebec"))
        ]
        assert found == [2000, 1300, 500]
        assert rate_at("DE").basis_points == 500
        # Nobody knows from where: the reseller's own country, which is Turkey.
        assert rate_at("").basis_points == 2000

    def test_without_a_rule_there_is_no_tax(self, carls_client: Any) -> None:
        assert tax_rate_for(carls_client) == TaxRate("", 0, False)
        assert tax_rate_for(None, country="DE").basis_points == 0

    @pytest.mark.parametrize(
        ("with_tax_id", "name", "points"),
        [("charge", "T1900", 1900), ("reverse_charge", "Reverse charge", 0), ("exempt", "Tax exempt", 0)],
    )
    def test_a_tax_number_changes_what_the_rule_says(
        self, carls_client: Any, with_tax_id: str, name: str, points: int
    ) -> None:
        rule("DE", 1900, with_tax_id=with_tax_id)
        carls_client.country = "DE"
        assert tax_rate_for(carls_client).basis_points == 1900
        carls_client.tax_id = "DE123"
        rate = tax_rate_for(carls_client)
        assert (rate.name, rate.basis_points) == (name, points)

    @pytest.mark.parametrize("status", ["exempt", "reverse_charge"])
    def test_a_clients_own_status_goes_before_every_rule(self, carls_client: Any, status: str) -> None:
        rule(points=2000)
        carls_client.tax_status = status
        assert tax_rate_for(carls_client).basis_points == 0
        assert tax_rate_for(carls_client).name

    def test_prices_with_tax_are_shown_with_it_or_without(self) -> None:
        """120.00 with 20 % in it is 100.00 net; 100.00 without it is 120.00."""
        rule("TR", 2000)
        assert shown_price(Money(10_000, "TRY"), rate_at("TR"), with_tax=True).minor == 12_000
        change_prices({"prices_include_tax": True}, by=BY)
        assert shown_price(Money(12_000, "TRY"), rate_at("TR"), with_tax=False).minor == 10_000
        assert shown_price(Money(12_000, "TRY"), rate_at("TR")).minor == 12_000

    def test_a_place_has_one_rule(self) -> None:
        kept = rule("CA", 1300, "Ontario")
        with pytest.raises(TaxRuleTaken):
            rule("CA", 500, "ONTARIO")
        remove_tax_rule(kept, by=BY)
        rule("CA", 500, "ontario")
