"""After the hold an earning is available: on pages at once, in the ledger when the agenda comes by."""

from __future__ import annotations

from shared_apps.commissions.models import Earning
from shared_apps.commissions.queries import next_release_of
from shared_apps.commissions.tasks import release
from shared_apps.commissions.verbs import release_due
from shared_apps.ledger.door import AccountKind, AccountName, balance, entries

from .story import SYSTEM, bring, buy, days_later, lira, refund, standing


def available_in_ledger(person) -> int:
    return -balance(AccountName(AccountKind.AFFILIATE_AVAILABLE, str(person.uuid)), "TRY").minor


def test_a_reader_is_right_before_the_agenda_has_run(in_reseller, carl, sam) -> None:
    buy(bring(carl, sam), 100_000)
    with days_later(29.9):
        assert (standing(carl)["available"], standing(carl)["pending"]) == (0, 20_000)
    with days_later(30.1):
        assert (standing(carl)["available"], standing(carl)["pending"]) == (20_000, 0)
        assert available_in_ledger(carl) == 0


def test_the_agenda_posts_the_release(in_reseller, carl, sam) -> None:
    buy(bring(carl, sam), 100_000)
    earning = Earning.objects.get()
    with days_later(31):
        release({"earning": str(earning.uuid)}, by=SYSTEM)
        assert available_in_ledger(carl) == 20_000
        assert standing(carl) == {"available": 20_000, "pending": 0, "reserved": 0, "paid": 0}
    earning.refresh_from_db()
    assert earning.status == "available"
    (entry,) = entries(str(earning.uuid))
    assert {leg.account_kind: leg.amount for leg in entry.legs} == {
        "affiliate_pending": lira(20_000),
        "affiliate_available": lira(-20_000),
    }


def test_a_release_twice_is_one_release(in_reseller, carl, sam) -> None:
    buy(bring(carl, sam), 100_000)
    with days_later(31):
        assert release_due(carl.uuid, "TRY", by=SYSTEM) == 1
        assert release_due(carl.uuid, "TRY", by=SYSTEM) == 0
    assert available_in_ledger(carl) == 20_000


def test_what_is_still_on_hold_stays(in_reseller, carl, sam) -> None:
    client = bring(carl, sam)
    buy(client, 100_000)
    with days_later(10):
        buy(client, 50_000)
    with days_later(31):
        # Day 31: the first (200.00) is free since day 30, the second (100.00) from day 40 on.
        assert release_due(carl.uuid, "TRY", by=SYSTEM) == 1
        assert (standing(carl)["available"], standing(carl)["pending"]) == (20_000, 10_000)
        assert next_release_of(carl.uuid) == Earning.objects.last().available_at


def test_what_was_refunded_during_the_hold_is_not_released(in_reseller, carl, sam) -> None:
    invoice = buy(bring(carl, sam), 100_000)
    refund(invoice, 25_000, of=100_000)
    with days_later(31):
        release_due(carl.uuid, "TRY", by=SYSTEM)
        # 200.00 - 25 % = 150.00.
        assert available_in_ledger(carl) == 15_000
        assert standing(carl)["pending"] == 0
