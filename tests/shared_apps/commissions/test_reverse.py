"""A refund takes commission back in proportion; after a payout the balance sinks (RELIABILITY 20, 21)."""

from __future__ import annotations

import random
from uuid import uuid4

import pytest

from shared_apps.commissions.cards import InsufficientBalance, RefundExceedsPurchase
from shared_apps.commissions.models import Earning
from shared_apps.commissions.verbs import approve_withdrawal, pay_withdrawal, release_due, reverse

from .story import SYSTEM, bring, buy, days_later, lira, method_of, refund, standing, withdraw


def test_a_full_refund_takes_everything_back(in_reseller, carl, sam) -> None:
    refund(buy(bring(carl, sam), 100_000), 100_000, of=100_000)
    earning = Earning.objects.get()
    assert (earning.status, earning.net) == ("reversed", lira(0))
    assert standing(carl) == {"available": 0, "pending": 0, "reserved": 0, "paid": 0}


def test_a_partial_refund_takes_its_share(in_reseller, carl, sam) -> None:
    invoice = buy(bring(carl, sam), 100_000)
    refund(invoice, 30_000, of=100_000)
    earning = Earning.objects.get()
    # 30 % of 200.00.
    assert (earning.status, earning.reversed, earning.net) == ("pending", lira(6_000), lira(14_000))


@pytest.mark.parametrize("seed", range(4))
def test_refunds_that_add_up_to_the_whole_take_exactly_the_whole(in_reseller, carl, sam, seed) -> None:
    chance = random.Random(seed)
    whole = chance.randint(100, 10**7)
    invoice, left = buy(bring(carl, sam), whole), whole
    while left:
        part = min(left, chance.randint(1, whole // 3 + 1))
        refund(invoice, part, of=whole)
        left -= part
    assert Earning.objects.get().net == lira(0)
    assert standing(carl) == {"available": 0, "pending": 0, "reserved": 0, "paid": 0}


def test_what_was_released_is_taken_from_the_available_balance(in_reseller, carl, sam) -> None:
    invoice = buy(bring(carl, sam), 100_000)
    with days_later(31):
        release_due(carl.uuid, "TRY", by=SYSTEM)
        refund(invoice, 50_000, of=100_000)
        assert standing(carl) == {"available": 10_000, "pending": 0, "reserved": 0, "paid": 0}


def test_a_refund_after_the_payout_makes_the_balance_negative_and_blocks_withdrawals(
    in_reseller, carl, sam, olga
) -> None:
    client = bring(carl, sam)
    invoice = buy(client, 500_000)
    with days_later(31):
        method = method_of(carl)
        withdrawal = withdraw(carl, 100_000, method)
        approve_withdrawal(withdrawal, by=olga.actor)
        pay_withdrawal(withdrawal, reference="B-1", by=olga.actor)
        refund(invoice, 500_000, of=500_000)
        # 1,000.00 earned and paid out, 1,000.00 taken back.
        assert standing(carl) == {"available": -100_000, "pending": 0, "reserved": 0, "paid": 100_000}
        with pytest.raises(InsufficientBalance):
            withdraw(carl, 25_000, method)
        buy(client, 500_000)
    with days_later(62):
        # The next 1,000.00 only fill the hole.
        assert standing(carl)["available"] == 0
        with pytest.raises(InsufficientBalance):
            withdraw(carl, 25_000, method)


def test_a_purchase_that_earned_nothing_takes_nothing_back(in_reseller) -> None:
    assert reverse(uuid4(), lira(100), lira(100), by=SYSTEM) is None


@pytest.mark.parametrize("minor", [0, -5, 100_001])
def test_no_more_is_taken_back_than_was_bought(in_reseller, carl, sam, minor) -> None:
    invoice = buy(bring(carl, sam), 100_000)
    with pytest.raises(RefundExceedsPurchase):
        reverse(invoice, lira(minor), lira(100_000), by=SYSTEM)
    assert Earning.objects.get().reversed == lira(0)
