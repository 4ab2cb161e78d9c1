"""A reseller's own plan on the platform: it begins on trial with the reseller itself (S5.40)."""

from __future__ import annotations

from datetime import timedelta

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.models import Tenant

from ..models import PlatformSubscription


def begin_subscription(tenant: Tenant, *, by: Actor) -> PlatformSubscription:
    """Put a new reseller's platform plan on trial, in the caller's transaction; the one it has, again."""
    at = now()
    plan, is_new = PlatformSubscription.objects.get_or_create(tenant=tenant, defaults={"starts_at": at})
    if is_new:
        plan.trial_ends_at = at + timedelta(days=plan.trial_total_days)
        plan.save(update_fields=["trial_ends_at"])
        record(plan, "begin trial", by=by, to_status=plan.status, days=plan.trial_total_days)
    return plan
