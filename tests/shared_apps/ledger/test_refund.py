"""A refund takes every share back in proportion, and refunds of the whole take back exactly the whole."""

from __future__ import annotations

import random
from uuid import uuid4

import pytest

from shared_apps.kernel.money import EXPONENTS, CurrencyMismatch, Money
from shared_apps.ledger.door import (
    NoSale,
    Refund,
    RefundExceedsSale,
    Sale,
    entries,
    post_refund,
    post_sale,
)
from tenants.context import acting_in

from .at_once import at_once

PERSON = uuid4()


def sold(retail: int, fee: int, wholesale: int, commission: int, currency: str = "TRY") -> Sale:
    sale = Sale(
        invoice_uuid=uuid4(),
        invoice_number="2026-0001",
        retail=Money(retail, currency),
        gateway="stripe",
        gateway_fee=Money(fee, currency),
        wholesale=Money(wholesale, currency),
        commission=Money(commission, currency),
        beneficiary=PERSON,
    )
    post_sale(sale)
    return sale


def refund(sale: Sale, minor: int, **changes) -> Refund:
    return Refund(
        **{
            "refund_uuid": uuid4(),
            "invoice_uuid": sale.invoice_uuid,
            "invoice_number": sale.invoice_number,
            "amount": Money(minor, sale.retail.currency),
            "gateway": sale.gateway,
            **changes,
        }
    )


def standing(sale: Sale) -> dict[str, int]:
    """What the invoice's entries together moved on each kind of account."""
    moved: dict[str, int] = {}
    for entry in entries(str(sale.invoice_uuid)):
        for leg in entry.legs:
            moved[leg.account_kind] = moved.get(leg.account_kind, 0) + leg.amount.minor
    return moved


def test_a_full_refund_takes_everything_back_but_the_gateways_fee(in_reseller) -> None:
    sale = sold(100_000, 3_200, 60_000, 20_000)
    post_refund(refund(sale, 100_000))
    # The gateway keeps its 32.00, so the reseller is 32.00 down: 168.00 - (1,000 - 600 - 200).
    assert standing(sale) == {
        "gateway_clearing": 0,
        "gateway_fees": -3_200,
        "wholesale_payable": 0,
        "affiliate_pending": 0,
        "reseller_margin": 3_200,
    }


def test_a_fee_that_the_gateway_returns_does_not_fall_on_the_reseller(in_reseller) -> None:
    sale = sold(100_000, 3_200, 60_000, 20_000)
    post_refund(refund(sale, 100_000, fee_returned=Money(3_200, "TRY")))
    assert set(standing(sale).values()) == {0}


def test_a_partial_refund_takes_each_share_in_proportion(in_reseller) -> None:
    sale = sold(100_000, 0, 60_000, 20_000)
    entry = post_refund(refund(sale, 25_000))
    # 25 %: 150.00 of 600.00, 50.00 of 200.00, and 250 - 150 - 50 = 50.00 of the margin.
    assert {leg.account_kind: leg.amount.minor for leg in entry.legs} == {
        "gateway_clearing": -25_000,
        "wholesale_payable": 15_000,
        "affiliate_pending": 5_000,
        "reseller_margin": 5_000,
    }


def test_thirds_take_back_exactly_the_whole(in_reseller) -> None:
    # Shares of 1.00 by thirds of 9.99: 0.33 (33.3), then 0.67 in all (66.7), then 1.00: 33 + 34 + 33.
    sale = sold(999, 0, 100, 100)
    parts = [post_refund(refund(sale, 333)).amount_on("wholesale_payable") for _ in range(3)]
    assert parts == [33, 34, 33]
    assert set(standing(sale).values()) == {0}


@pytest.mark.parametrize("currency", sorted(EXPONENTS))
def test_any_refunds_of_any_sale_take_back_exactly_the_whole(in_reseller, currency) -> None:
    chance = random.Random(currency)
    for _ in range(8):
        retail = chance.randint(1, 10**9)
        wholesale, commission = chance.randint(0, retail), chance.randint(0, retail)
        sale = sold(retail, chance.randint(0, retail // 10), wholesale, commission, currency)
        left = retail
        while left:
            part = min(left, chance.randint(1, max(1, retail // 2)))
            post_refund(refund(sale, part))
            left -= part
        moved = standing(sale)
        fee = moved.pop("gateway_fees", 0)
        assert moved.pop("reseller_margin", 0) == -fee
        assert set(moved.values()) <= {0}


def test_the_same_refund_is_posted_once(in_reseller) -> None:
    sale = sold(100_000, 0, 60_000, 20_000)
    wish = refund(sale, 60_000)
    assert post_refund(wish) == post_refund(wish)
    assert standing(sale)["gateway_clearing"] == 40_000


@pytest.mark.parametrize("minor", [0, -1, 40_001])
def test_no_more_than_what_is_left_is_refunded(in_reseller, minor) -> None:
    sale = sold(100_000, 0, 60_000, 20_000)
    post_refund(refund(sale, 60_000))
    with pytest.raises(RefundExceedsSale) as refused:
        post_refund(refund(sale, minor))
    assert refused.value.left == Money(40_000, "TRY")


def test_an_invoice_that_was_not_sold_is_not_refunded(in_reseller) -> None:
    sale = sold(100, 0, 0, 0)
    with pytest.raises(NoSale):
        post_refund(refund(sale, 10, invoice_uuid=uuid4()))


def test_another_tenants_sale_is_not_refunded(reseller, other_reseller) -> None:
    with acting_in(other_reseller):
        sale = sold(100, 0, 0, 0)
    with acting_in(reseller), pytest.raises(NoSale):
        post_refund(refund(sale, 10))


def test_a_refund_in_another_currency_is_refused(in_reseller) -> None:
    sale = sold(100, 0, 0, 0)
    with pytest.raises(CurrencyMismatch):
        post_refund(refund(sale, 10, amount=Money(10, "USD")))


@pytest.mark.django_db(transaction=True)
def test_refunds_at_once_never_give_back_more_than_was_paid(reseller) -> None:
    with acting_in(reseller):
        sale = sold(100_000, 0, 60_000, 20_000)
    results = at_once(reseller, [lambda: post_refund(refund(sale, 40_000))] * 6)
    # 40 + 40 fit into 100; a third would make 120.
    assert sum(isinstance(one, RefundExceedsSale) for one in results) == 4
    with acting_in(reseller):
        assert standing(sale)["gateway_clearing"] == 20_000
