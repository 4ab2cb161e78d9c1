"""A sale tells everybody's share of it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from shared_apps.kernel.money import CurrencyMismatch, Money
from shared_apps.ledger.door import AccountKind, AccountName, Sale, balance, post_sale

PERSON = uuid4()


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


def sale(**changes) -> Sale:
    return Sale(
        **{
            "invoice_uuid": uuid4(),
            "invoice_number": "2026-0001",
            "retail": lira(100_000),
            "gateway": "stripe",
            "gateway_fee": lira(3_200),
            "wholesale": lira(60_000),
            "commission": lira(20_000),
            "beneficiary": PERSON,
            **changes,
        }
    )


def legs_of(entry) -> dict[tuple[str, str], int]:
    return {(leg.account_kind, leg.party): leg.amount.minor for leg in entry.legs}


def test_a_sale_is_one_entry_with_everybodys_share(in_reseller) -> None:
    # 1,000.00 paid: 32.00 to the gateway, 600.00 to the operator, 200.00 to the affiliate,
    # and 1,000 - 32 - 600 - 200 = 168.00 to the reseller.
    assert legs_of(post_sale(sale())) == {
        ("gateway_clearing", "stripe"): 100_000,
        ("gateway_fees", "stripe"): -3_200,
        ("wholesale_payable", ""): -60_000,
        ("affiliate_pending", str(PERSON)): -20_000,
        ("reseller_margin", ""): -16_800,
    }


def test_a_sale_without_commission_leaves_it_to_the_reseller(in_reseller) -> None:
    # 1,000 - 32 - 600 = 368.00.
    entry = post_sale(sale(commission=lira(0), beneficiary=None))
    assert legs_of(entry)["reseller_margin", ""] == -36_800
    assert not [leg for leg in entry.legs if leg.account_kind == AccountKind.AFFILIATE_PENDING]


def test_a_sale_below_cost_makes_a_negative_margin(in_reseller) -> None:
    # 700.00 paid; 700 - 32 - 600 - 140 = -72.00: a debit.
    entry = post_sale(sale(retail=lira(70_000), commission=lira(14_000)))
    assert legs_of(entry)["reseller_margin", ""] == 7_200


def test_a_sale_of_nothing_is_an_entry_without_legs(in_reseller) -> None:
    nothing = lira(0)
    entry = post_sale(
        sale(retail=nothing, gateway_fee=nothing, wholesale=nothing, commission=nothing, beneficiary=None)
    )
    assert entry.legs == ()


def test_the_same_invoice_is_sold_once(in_reseller) -> None:
    wish = sale()
    assert post_sale(wish) == post_sale(wish)
    assert balance(AccountName(AccountKind.GATEWAY_CLEARING, "stripe"), "TRY") == lira(100_000)


def test_shares_in_another_currency_are_refused(in_reseller) -> None:
    with pytest.raises(CurrencyMismatch):
        post_sale(sale(wholesale=Money(60_000, "USD")))


def test_a_commission_needs_somebody_to_earn_it(in_reseller) -> None:
    with pytest.raises(ValueError, match="beneficiary"):
        post_sale(sale(beneficiary=None))
