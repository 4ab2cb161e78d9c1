"""The review of tiers by the revenue of twelve months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.catalog import door as catalog
from shared_apps.catalog.models import Tier
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.partner_store.models import TierProposal
from shared_apps.partner_store.verbs import tiers
from shared_apps.partner_store.worth import worth
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant

pytestmark = pytest.mark.django_db
BY = Actor.system("tests")
# In the first days of a quarter, a year after the resellers came.
AT = datetime(2030, 10, 2, tzinfo=UTC)
PAGE = "/console/tier-review/"


@pytest.fixture
def ladder(in_shared_setup: None) -> None:
    """Standard, silver from 1,000 lira, gold from 5,000."""
    with acting_on_shared_data():
        Tier.objects.filter(is_default=True).update(position=0, currency="TRY")
        for position, (slug, least) in enumerate((("silver", 100_000), ("gold", 500_000)), 1):
            Tier.objects.create(
                slug=slug,
                name={"en": slug.title()},
                position=position,
                least_revenue_minor=least,
                currency="TRY",
            )


@pytest.fixture
def turnover(monkeypatch: Any) -> dict[int, list[Money]]:
    """What the shared figures say."""
    said: dict[int, list[Money]] = {}
    monkeypatch.setattr("shared_apps.reports.door.revenue_by_tenant", lambda since: said)
    return said


def review(at: datetime = AT) -> int:
    with acting_on_shared_data():
        return tiers.review_tiers(by=BY, at=at)


def proposals() -> list[tuple[str, str, str]]:
    with acting_on_shared_data():
        rows = TierProposal.objects.order_by("tenant__slug")
        return [(row.tenant.slug, row.from_tier, row.to_tier) for row in rows]


def test_who_reaches_a_tier_is_proposed_for_the_highest_one_once_a_quarter(
    ladder: None, turnover: Any, reseller: Any, other_reseller: Any, django_assert_max_num_queries: Any
) -> None:
    """5,000.00 lira reach gold exactly; 999.99 do not reach silver."""
    turnover |= {reseller.id: [Money(500_000, "TRY")], other_reseller.id: [Money(99_999, "TRY")]}
    with django_assert_max_num_queries(12):
        assert review() == 1
    assert review() == 0
    assert proposals() == [("alpha", "standard", "gold")]


def test_it_is_accepted_once_and_the_owner_is_told(
    ladder: None,
    turnover: Any,
    browse: Any,
    opal: Any,
    olga: Any,
    adel: Any,
    reseller: Any,
    operator: Any,
) -> None:
    turnover |= {reseller.id: [Money(100_000, "TRY")]}
    review()
    browser = browse(opal, operator)
    text = browser.get(PAGE).content.decode()
    assert "Alpha Bulut" in text
    assert "Silver" in text
    with acting_on_shared_data():
        proposal = TierProposal.objects.get()
    address = f"{PAGE}{proposal.uuid}/decision/"
    assert browser.post(address, {"decision": "maybe"}).status_code == 400
    for _turn in range(2):
        assert browser.post(address, {"decision": "accept"}).status_code == 302
    with acting_on_shared_data():
        assert catalog.tier_of(reseller.id).slug == "silver"
        with pytest.raises(IllegalMove):
            tiers.accept_proposal(proposal, by=BY)
    run_due()
    with acting_in(operator):
        told = MailMessage.objects.filter(template="partner_store/tier_changed")
        assert list(told.values_list("to_email", flat=True)) == ["olga@example.com"]
    assert "is in the tier Silver now" in browse(olga, reseller).get("/office/").content.decode()
    assert "in the tier" not in browse(adel, reseller).get("/office/").content.decode()


def test_a_demotion_waits_for_the_quarter_and_for_the_first_year(
    ladder: None, turnover: Any, reseller: Any
) -> None:
    with acting_on_shared_data():
        catalog.set_terms(reseller.id, tier="gold", by=BY)
    assert review(AT + timedelta(days=20)) == 0
    with acting_on_shared_data():
        Tenant.objects.filter(pk=reseller.id).update(created_at=AT - timedelta(days=300))
    assert review() == 0
    with acting_on_shared_data():
        Tenant.objects.filter(pk=reseller.id).update(created_at=AT - timedelta(days=400))
    assert review() == 1
    assert proposals() == [("alpha", "gold", "standard")]


def test_one_that_is_left_does_not_come_again_this_quarter(
    ladder: None, turnover: Any, reseller: Any
) -> None:
    turnover |= {reseller.id: [Money(100_000, "TRY")]}
    review()
    with acting_on_shared_data():
        tiers.leave_proposal(TierProposal.objects.get(), reason="Too early.", by=BY)
    assert review() == 0
    assert review(AT + timedelta(days=92)) == 1


def test_one_who_was_moved_by_hand_meanwhile_is_left_alone(
    ladder: None, turnover: Any, reseller: Any
) -> None:
    turnover |= {reseller.id: [Money(100_000, "TRY")]}
    review()
    with acting_on_shared_data():
        proposal = TierProposal.objects.get()
        catalog.set_terms(reseller.id, tier="gold", by=BY)
        with pytest.raises(tiers.ProposalOutdated):
            tiers.accept_proposal(proposal, by=BY)
    review(AT + timedelta(days=20))
    with acting_on_shared_data():
        proposal.refresh_from_db()
        assert proposal.status == "left"


def test_another_currency_counts_by_the_catalogues_own_prices() -> None:
    """100 dollars at 40 lira are 4,000 lira, with the 1,000 that there are 5,000; yen are unknown."""
    from fractions import Fraction

    amounts = [Money(10_000, "USD"), Money(100_000, "TRY"), Money(5, "JPY")]
    assert worth(amounts, "TRY", {("USD", "TRY"): Fraction(40)}) == Money(500_000, "TRY")


def test_with_one_tier_there_is_nothing_to_review(
    turnover: Any, browse: Any, opal: Any, olga: Any, operator: Any, reseller: Any
) -> None:
    assert review() == 0
    browser = browse(opal, operator)
    assert browser.post(f"{PAGE}run/").status_code == 302
    assert "one tier only" in browser.get(PAGE).content.decode()
    assert browse(olga, reseller).get(PAGE).status_code == 404
