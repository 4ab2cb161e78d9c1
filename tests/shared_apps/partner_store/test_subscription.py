"""A reseller's own platform plan: on trial from its acceptance, never beyond 60 days (S5.40–S5.43)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from shared_apps.kernel.actor import Actor
from shared_apps.partner_store import verbs
from shared_apps.partner_store.models import PlatformSubscription
from shared_apps.partner_store.queries import subscription_of
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant

BY = Actor.system("tests")


@pytest.fixture
def alpha(in_shared: None) -> Tenant:
    return Tenant.objects.get(slug="alpha")


def test_acceptance_begins_the_trial_of_15_days(application: Any, opal: Any, operator: Any) -> None:
    with acting_in(operator):
        tenant = verbs.accept_application(
            application, slug="gamma", language="en", currency="TRY", by=opal.actor
        )
    with acting_on_shared_data():
        plan = subscription_of(tenant)
    assert plan
    assert (plan.status, plan.sku, plan.trial_total_days, plan.trial_max_days) == (
        "trial",
        "partner-portal",
        15,
        60,
    )
    assert plan.trial_ends_at == plan.starts_at + timedelta(days=15)


def test_a_reseller_has_one_plan(alpha: Tenant) -> None:
    assert subscription_of(alpha) is None
    first = verbs.begin_subscription(alpha, by=BY)
    assert verbs.begin_subscription(alpha, by=BY) == first
    assert subscription_of(alpha) == first


@pytest.mark.parametrize("change", [{"trial_total_days": 61}, {"trial_max_days": 61, "trial_total_days": 61}])
def test_the_database_itself_keeps_the_limit(alpha: Tenant, change: dict[str, Any]) -> None:
    """RELIABILITY 22: never more than 60 days in total, whoever writes."""
    plan = verbs.begin_subscription(alpha, by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformSubscription.objects.filter(pk=plan.pk).update(**change)
    PlatformSubscription.objects.filter(pk=plan.pk).update(trial_total_days=F("trial_max_days"))
