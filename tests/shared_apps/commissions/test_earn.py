"""Commission on a purchase: 20 % of what was paid, on hold for 30 days."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from shared_apps.agenda.models import Entry as AgendaEntry
from shared_apps.commissions.cards import Identity, Purchase
from shared_apps.commissions.models import Earning
from shared_apps.commissions.verbs import earn, remember
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from shared_apps.kernel.money import Money
from tenants.context import acting_in

from .story import bring, buy, days_later, lira, publish_terms, standing


def test_the_referrer_earns_a_fifth_of_what_was_paid(in_reseller, carl, sam) -> None:
    commission = earn(Purchase(uuid4(), bring(carl, sam), lira(129_900)))
    # 20 % of 1,299.00 = 259.80.
    assert (commission.amount, commission.beneficiary) == (lira(25_980), carl.uuid)


@pytest.mark.parametrize(("paid", "earned"), [(2, 0), (3, 1), (7, 1), (8, 2), (1_234, 247)])
def test_commission_is_rounded_half_up(in_reseller, carl, sam, paid, earned) -> None:
    # 20 % of 0.03 = 0.006 → 0.01; of 0.07 = 0.014 → 0.01; of 12.34 = 2.468 → 2.47; 0.004 → nothing.
    commission = earn(Purchase(uuid4(), bring(carl, sam), lira(paid)))
    assert (commission.amount.minor if commission else 0) == earned


def test_every_purchase_earns_not_only_the_first(in_reseller, carl, sam) -> None:
    client = bring(carl, sam)
    for _ in range(3):
        buy(client, 50_000)
    # 3 x 100.00.
    assert standing(carl)["pending"] == 30_000


def test_it_waits_for_thirty_days(in_reseller, carl, sam) -> None:
    buy(bring(carl, sam), 50_000)
    earning = Earning.objects.get()
    assert earning.available_at - earning.earned_at == timedelta(days=30)
    assert abs(earning.earned_at - now()) < timedelta(minutes=1)


def test_what_it_writes(in_reseller, carl, sam) -> None:
    buy(bring(carl, sam), 50_000)
    earning = Earning.objects.get()
    assert [event.verb for event in history_of(earning)] == ["earn"]
    release = AgendaEntry.objects.get(task="commissions.release")
    assert (release.payload, release.due_at) == ({"earning": str(earning.uuid)}, earning.available_at)
    mail = AgendaEntry.objects.get(task="notices.send_mail").payload
    assert mail["template"] == "commissions/earned"
    assert mail["to"] == {"person_uuid": str(carl.uuid)}
    assert mail["context"]["amount"] == {"minor": 10_000, "currency": "TRY"}
    assert earning.label == "S. S."


def test_the_same_invoice_earns_once(in_reseller, carl, sam) -> None:
    client, invoice = bring(carl, sam), uuid4()
    first = earn(Purchase(invoice, client, lira(50_000)))
    assert earn(Purchase(invoice, client, lira(50_000))) == first
    assert Earning.objects.count() == 1


def test_a_client_that_nobody_brought_earns_nobody_anything(in_reseller) -> None:
    assert earn(Purchase(uuid4(), uuid4(), lira(50_000))) is None


@pytest.mark.parametrize("paid", [0, -50_000])
def test_nothing_paid_earns_nothing(in_reseller, carl, sam, paid) -> None:
    assert earn(Purchase(uuid4(), bring(carl, sam), lira(paid))) is None


def test_who_turns_out_to_be_the_same_person_earns_nothing(in_reseller, carl, sam) -> None:
    client = bring(carl, sam)
    remember(Identity(carl.uuid, carl.email, mobile="+905321234567"))
    remember(Identity(sam.uuid, sam.email, mobile="+905321234567"))
    assert earn(Purchase(uuid4(), client, lira(50_000))) is None


def test_another_tenants_client_earns_nothing_here(reseller, other_reseller, carl, sam) -> None:
    with acting_in(reseller):
        client = bring(carl, sam)
    with acting_in(other_reseller):
        assert earn(Purchase(uuid4(), client, Money(50_000, "IRR"))) is None


def test_changed_terms_apply_to_what_is_earned_from_then_on(in_reseller, carl, sam) -> None:
    client = bring(carl, sam)
    buy(client, 100_000)
    publish_terms({"percent_bp": 1_250}, hold_days=7)
    buy(client, 100_000)
    before, after = Earning.objects.order_by("pk")
    assert (before.amount, before.available_at - before.earned_at) == (lira(20_000), timedelta(days=30))
    # 12.5 % of 1,000.00.
    assert (after.amount, after.available_at - after.earned_at) == (lira(12_500), timedelta(days=7))


def test_a_programme_may_end_the_earning_after_a_while(in_reseller, carl, sam) -> None:
    publish_terms(earning_days=365)
    client = bring(carl, sam)
    with days_later(364):
        assert earn(Purchase(uuid4(), client, lira(50_000)))
    with days_later(366):
        assert earn(Purchase(uuid4(), client, lira(50_000))) is None


def test_a_rate_of_zero_earns_nothing(in_reseller, carl, sam) -> None:
    publish_terms({"percent_bp": 0})
    assert earn(Purchase(uuid4(), bring(carl, sam), lira(50_000))) is None
