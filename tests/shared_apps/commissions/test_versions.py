"""Terms are drafted, published, and keep what was earned under them; levels are reached or given by hand."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from shared_apps.commissions.cards import OwnEarning, Purchase, PurchaseLine, TierInUse
from shared_apps.commissions.door import code_of
from shared_apps.commissions.models import Earning, ProgrammeVersion, TierStanding
from shared_apps.commissions.simulation import simulate
from shared_apps.commissions.terms import draft, programme, rules_of, terms_in_force
from shared_apps.commissions.tiers import tier_of
from shared_apps.commissions.verbs import (
    begin_programme,
    change_terms,
    discard_draft,
    earn,
    publish,
    put_rule,
    start_draft,
)
from shared_apps.commissions.verbs.tiers import drop_tier, give_tier, put_tier
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.reports.door import SaleRow, record_sale
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once

from .story import SYSTEM, bring, buy, days_later, lira, publish_terms, refund


def test_the_first_earning_makes_the_usual_terms_the_first_version(in_reseller, carl, sam) -> None:
    assert terms_in_force().pk is None
    buy(bring(carl, sam), 50_000)
    earning = Earning.objects.get()
    assert (earning.version, earning.version.number) == (terms_in_force(), 1)
    line = earning.lines.get()
    assert (line.base_minor, line.amount_minor, line.rule.percent_bp) == (50_000, 10_000, 2_000)
    assert begin_programme() == earning.version


def test_an_earning_keeps_its_version_rule_and_lines(in_reseller, carl, sam) -> None:
    client = bring(carl, sam)
    publish_terms({"percent_bp": 1_000}, {"product_sku": "mail", "percent_bp": 3_000, "cap_minor": 700})
    lines = (
        PurchaseLine("mail-m", "mail", lira(3_000), "first"),
        PurchaseLine("disk-m", "disk", lira(999), "first"),
        PurchaseLine("mail-x", "mail", lira(-300), "first"),
    )
    commission = earn(Purchase(uuid4(), client, lira(3_699), lines=lines))
    # 30 % of 27.00 is 8.10, at most 7.00; 10 % of 9.99 is 1.00.
    assert commission.amount == lira(800)
    earning = Earning.objects.get()
    assert [line.amount_minor for line in earning.lines.all()] == [778, 100, -78]
    assert (earning.version.number, earning.rate_bp) == (2, 2_163)


def test_what_was_earned_keeps_its_terms_and_the_moment_decides(in_reseller, carl, sam) -> None:
    client = bring(carl, sam)
    buy(client, 10_000)
    with days_later(2):
        publish_terms({"percent_bp": 1_000}, hold_days=7)
    with days_later(3):
        buy(client, 10_000)
        # Paid before the new terms, told of after them.
        earn(Purchase(uuid4(), client, lira(10_000), at=now() - timedelta(days=2)))
    first, second, late = Earning.objects.order_by("pk")
    assert [one.version.number for one in (first, second, late)] == [1, 2, 1]
    assert [one.amount_minor for one in (first, second, late)] == [2_000, 1_000, 2_000]


def test_a_cap_for_one_client_holds_through_versions(in_reseller, carl, sam) -> None:
    client = bring(carl, sam)
    publish_terms({"percent_bp": 2_000, "total_cap_minor": 5_000})
    first = buy(client, 20_000)
    publish_terms(hold_days=10)
    buy(client, 20_000)
    assert earn(Purchase(uuid4(), client, lira(20_000))) is None
    assert [one.amount_minor for one in Earning.objects.order_by("pk")] == [4_000, 1_000]
    refund(first, 20_000, of=20_000)
    # What was taken back whole does not count.
    assert earn(Purchase(uuid4(), client, lira(20_000))).amount == lira(4_000)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told(reseller, olga, adel) -> None:
    """Both have read the draft; versions stay gapless."""
    with acting_in(reseller):
        change_terms(start_draft(by=olga.actor), {"hold_days": 7}, by=olga.actor)
        copies = [(draft(), person.actor) for person in (olga, adel, olga)]
    results = at_once(reseller, [lambda one=one, by=by: publish(one, by=by) for one, by in copies])
    assert sorted(type(one).__name__ for one in results) == ["IllegalMove", "IllegalMove", "ProgrammeVersion"]
    with acting_in(reseller):
        assert (draft(), programme().version.number, programme().version.hold_days) == (None, 2, 7)
        publish(start_draft(by=adel.actor), by=adel.actor)
        assert [one.number for one in ProgrammeVersion.objects.order_by("number")] == [1, 2, 3]


def test_a_draft_is_one_and_is_published_once(in_reseller, olga) -> None:
    made = start_draft(by=olga.actor)
    assert start_draft(by=SYSTEM) == made
    with pytest.raises(ValidationError):
        change_terms(made, {"hold_days": 1_000}, by=SYSTEM)
    with pytest.raises(ValidationError):
        put_rule(made, {"percent_bp": 10, "amount_minor": 10}, by=SYSTEM)
    with pytest.raises(ValueError, match="number"):
        change_terms(made, {"number": 9}, by=SYSTEM)
    publish(made, note="why", by=olga.actor)
    assert (programme().version, draft(), made.number) == (made, None, 2)
    assert [event.verb for event in history_of(made)][:1] == ["become published"]
    for step in (
        lambda: publish(made, by=SYSTEM),
        lambda: change_terms(made, {"hold_days": 1}, by=SYSTEM),
        lambda: put_rule(made, {"percent_bp": 1}, by=SYSTEM),
        lambda: discard_draft(made, by=SYSTEM),
    ):
        with pytest.raises(IllegalMove):
            step()
    assert [one.number for one in ProgrammeVersion.objects.order_by("number")] == [1, 2]


def test_a_level_is_reached_by_sales_and_lost_with_refunds(in_reseller, carl, sam) -> None:
    put_tier({"name": "Silver", "least_minor": 50_000}, by=SYSTEM)
    put_tier({"name": "Gold", "least_minor": 100_000}, by=SYSTEM)
    publish_terms({"percent_bp": 1_000}, {"tier": "gold", "percent_bp": 3_000})
    client = bring(carl, sam)
    first = buy(client, 60_000)
    assert tier_of(carl.uuid) == "silver"
    buy(client, 40_000)
    assert tier_of(carl.uuid) == "gold"
    buy(client, 10_000)
    assert [one.amount_minor for one in Earning.objects.order_by("pk")] == [6_000, 4_000, 3_000]
    refund(first, 60_000, of=60_000)
    assert tier_of(carl.uuid) == "silver"


def test_a_level_given_by_hand_stays(in_reseller, carl, sam, olga) -> None:
    low = put_tier({"name": "Silver", "least_minor": 10_000}, by=SYSTEM)
    friend = put_tier({"name": "دوست"}, by=SYSTEM)
    code_of(carl.uuid, name="Carl")
    with pytest.raises(OwnEarning):
        give_tier(carl.uuid, friend, by=carl.actor)
    give_tier(carl.uuid, friend, by=olga.actor)
    buy(bring(carl, sam), 60_000)
    assert tier_of(carl.uuid) == friend.slug == "level"
    with pytest.raises(TierInUse):
        drop_tier(friend, by=SYSTEM)
    give_tier(carl.uuid, None, by=olga.actor)
    assert tier_of(carl.uuid) == low.slug
    drop_tier(low, by=SYSTEM)
    assert not TierStanding.objects.exists()


def fact(client, minor: int, *, at=None, invoice=None, kind="sale", position=0, sku="mail-m") -> SaleRow:
    zero = Money(0, "TRY")
    return SaleRow(
        entry_uuid=uuid4(),
        position=position,
        at=at or now(),
        invoice_uuid=invoice or uuid4(),
        invoice_number="2026-0001",
        client_uuid=client,
        country="TR",
        sku=sku,
        product_sku="mail",
        kind=kind,
        occasion="first",
        quantity=1,
        discount=zero,
        net=lira(minor),
        tax=zero,
        wholesale=zero,
        fee=zero,
        commission=zero,
    )


def test_the_simulator_reckons_last_months_sales_under_both_terms(
    in_reseller, carl, sam, django_assert_max_num_queries
) -> None:
    client, invoice = bring(carl, sam), uuid4()
    record_sale(
        [
            fact(client, 10_000, at=now() - timedelta(days=40)),
            fact(client, 6_000, invoice=invoice, at=now() - timedelta(days=3)),
            fact(client, 4_000, invoice=invoice, position=1, sku="disk", at=now() - timedelta(days=3)),
            fact(client, -2_000, kind="refund"),
            fact(client, 20_000),
            fact(uuid4(), 90_000),
        ]
    )
    made = start_draft(by=SYSTEM)
    put_rule(made, {"sku": "mail-m", "percent_bp": 5_000, "purchases": 1}, by=SYSTEM)
    with django_assert_max_num_queries(12):
        found = simulate(programme().version, made)
    # Before: 20 % of 300.00. After: half of 60.00, 20 % of 40.00, then 20 % of 200.00.
    assert (found.sales, found.base, found.old, found.new) == (2, lira(30_000), lira(6_000), lira(7_800))
    assert found.people == [(carl.name, lira(6_000), lira(7_800))]
    assert {pair[1:] for pair in found.rules} == {
        (lira(6_000), lira(4_800)),
        (lira(0), lira(3_000)),
    }
    assert not Earning.objects.exists()
    assert len(rules_of(made)) == 2
