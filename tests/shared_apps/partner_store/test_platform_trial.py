"""The trial of a reseller's own plan: reminders to its owners, its end as the plan says (S5.40–S5.43)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from shared_apps.kernel.actor import Actor
from shared_apps.partner_store.models import PlatformSubscription
from shared_apps.partner_store.verbs import begin_subscription, extend_platform_trial
from shared_apps.trials.door import TrialLimitReached
from shared_apps.trials.models import TrialRow
from tenant_apps.accounts.models import Event
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tests.shared_apps.ledger.at_once import at_once

BY = Actor.system("tests")


@pytest.fixture
def plan(in_shared: None) -> PlatformSubscription:
    return begin_subscription(Tenant.objects.get(slug="alpha"), by=BY)


@pytest.fixture
def later() -> Any:
    """Move the clock forward and do what is due; it goes back when the test ends."""

    def move(days: float) -> None:
        clock.move_by(lambda: timedelta(days=days))
        run_due()

    yield move
    clock.move_by(timedelta)


def told(operator: Any, template: str) -> list[str]:
    with acting_in(operator):
        found = MailMessage.objects.filter(template=f"partner_store/{template}")
        return list(found.values_list("to_email", flat=True))


def test_owners_are_reminded_by_the_platform(plan: PlatformSubscription, operator: Any, later: Any) -> None:
    for days, mails in ((7.9, 0), (8.1, 1), (12.1, 2), (14.1, 3)):
        later(days)
        assert told(operator, "trial_ends_soon") == ["olga@example.com"] * mails, days


def test_it_goes_on_at_its_end_and_is_not_billed_yet(
    plan: PlatformSubscription, operator: Any, later: Any
) -> None:
    later(15.1)
    plan.refresh_from_db()
    assert (plan.status, plan.trial_ends_at) == ("active", None)
    assert plan.renews_at > clock.now() + timedelta(days=27)
    assert TrialRow.objects.get().status == "converted"
    assert told(operator, "trial_over") == ["olga@example.com"]


def test_or_it_is_suspended_with_its_portal_as_the_plan_says(
    plan: PlatformSubscription, operator: Any, reseller: Any, later: Any
) -> None:
    PlatformSubscription.objects.update(trial_end="suspend")
    later(15.1)
    plan.refresh_from_db()
    assert (plan.status, Tenant.objects.get(slug="alpha").status) == ("suspended", "suspended")
    assert TrialRow.objects.get().status == "suspended"
    assert told(operator, "trial_over") == ["olga@example.com"]
    with acting_in(reseller):
        assert Event.objects.filter(verb="portal.suspend").exists()


def test_an_extension_moves_the_end_and_is_told(
    plan: PlatformSubscription, operator: Any, later: Any
) -> None:
    extend_platform_trial(plan, reason="Growing", by=BY)
    later(15.1)
    plan.refresh_from_db()
    assert plan.status == "trial"
    assert told(operator, "trial_extended") == ["olga@example.com"]
    assert told(operator, "trial_ends_soon") == []
    later(30.1)
    plan.refresh_from_db()
    assert plan.status == "active"


@pytest.mark.django_db(transaction=True)
def test_however_many_extend_at_once_sixty_days_are_the_end(operator: Any) -> None:
    """RELIABILITY 22."""
    with acting_on_shared_data():
        plan = begin_subscription(Tenant.objects.get(slug="alpha"), by=BY)

    def extend() -> Any:
        return extend_platform_trial(PlatformSubscription.objects.get(pk=plan.pk), reason="x", by=BY)

    outcomes = at_once(operator, [extend] * 6)
    assert sum(isinstance(one, TrialLimitReached) for one in outcomes) == 3
    with acting_on_shared_data():
        plan.refresh_from_db()
        seen = TrialRow.objects.get()
        assert (plan.trial_total_days, seen.total_days, seen.extensions) == (60, 60, 3)
        assert plan.trial_ends_at == seen.ends_at == plan.starts_at + timedelta(days=60)
