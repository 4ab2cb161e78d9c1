"""A reseller's own plan on the platform: tried, extended, and what comes after (S5.40–S5.43)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now, this_second
from shared_apps.kernel.history import record
from shared_apps.kernel.periods import period_end
from shared_apps.trials import door as trials
from tenants.models import Tenant

from ..mails import Owner, mail_owner, mail_owners
from ..models import DEFAULT_SKU, PlatformPlan, PlatformSubscription
from ..models.subscription import TRIAL_MAX_DAYS
from .renewing import begin_paid_time

REMINDERS = (7, 3, 1)
Status = PlatformSubscription.Status


def begin_subscription(
    tenant: Tenant,
    *,
    plan_sku: str = "",
    trial_days: int | None = None,
    trial_end: str = "",
    seats: int | None = None,
    by: Actor,
) -> PlatformSubscription:
    """Put a new reseller's platform plan on trial, in the caller's transaction; the one it has, again.

    By default the first package and its seats, and the usual days. Raises `PlatformPlan.DoesNotExist`.
    """
    at = now()
    package = PlatformPlan.objects.get(sku=plan_sku or DEFAULT_SKU)
    defaults: dict[str, object] = {"starts_at": at, "sku": package.sku, "name": package.kept_name}
    defaults["seats"] = package.seats if seats is None else seats
    if trial_days is not None:
        defaults["trial_total_days"] = min(max(trial_days, 1), TRIAL_MAX_DAYS)
    if trial_end:
        defaults["trial_end"] = PlatformSubscription.TrialEnd(trial_end)
    plan, is_new = PlatformSubscription.objects.get_or_create(tenant=tenant, defaults=defaults)
    if is_new:
        plan.trial_ends_at = at + timedelta(days=plan.trial_total_days)
        plan.save(update_fields=["trial_ends_at"])
        record(plan, "begin trial", by=by, to_status=plan.status, days=plan.trial_total_days)
        trials.started(_began(plan))
        _schedule_end(plan)
    return plan


@transaction.atomic
def extend_platform_trial(
    plan: PlatformSubscription, *, reason: str, shown: int | None = None, by: Actor
) -> PlatformSubscription:
    """One step longer, at most 60 days in total, however many try at once.

    Only while it has the days in all that a page has `shown`, where one has: sent twice, it steps once.
    Raises `TrialLimitReached`, `TrialExtendedMeanwhile`.
    """
    trials.lengthen(plan, shown=shown)
    record(
        plan,
        "extend trial",
        by=by,
        reason=reason,
        days=plan.trial_step_days,
        total_days=plan.trial_total_days,
    )
    ends_at = _end_of(plan)
    longer = trials.Longer(
        plan.tenant_id, plan.uuid, plan.trial_step_days, plan.trial_total_days, ends_at, reason
    )
    trials.extended(longer, by=by)
    _schedule_end(plan)
    mail_owners(plan, "trial_extended", key=str(plan.trial_total_days), ends_at=ends_at.isoformat())
    return plan


@transaction.atomic
def end_platform_trial(subscription_uuid: str, *, owners: Sequence[Owner], by: Actor) -> bool:
    """The trial's time is over: the plan goes on or is suspended, as it says. False where it runs still.

    A plan that goes on is billed, where its package has a price. One that is suspended takes the portal with it;
    `owners` are told of either.
    """
    over = PlatformSubscription.objects.select_for_update(of=("self",)).select_related("tenant")
    plan = over.filter(uuid=subscription_uuid, status=Status.TRIAL, trial_ends_at__lte=now()).first()
    if plan is None:
        return False
    goes_on = plan.trial_end == PlatformSubscription.TrialEnd.CONVERT
    told = {"key": str(plan.trial_total_days), "context": {"goes_on": goes_on}}
    for owner in owners:
        mail_owner(plan, owner, "trial_over", told)
    if goes_on:
        at = this_second()
        plan.move(Status.ACTIVE, by=by, renews_at=period_end(at, plan.period, 1), trial_ends_at=None)
        begin_paid_time(plan, at, by=by)
        trials.finished(plan.tenant_id, plan.uuid, trials.TrialStatus.CONVERTED)
    else:
        plan.move(Status.SUSPENDED, by=by, reason="The trial has ended.", trial_ends_at=None)
        trials.finished(plan.tenant_id, plan.uuid, trials.TrialStatus.SUSPENDED)
        if plan.tenant.status == Tenant.Status.LIVE:
            # Written down in the reseller too, while it can be entered.
            run("portal.suspend", plan.tenant.record, by=by, reason="The trial has ended.", arguments={})
            plan.tenant.move(Tenant.Status.SUSPENDED, by=by, reason="The trial has ended.")
    return True


def remind_of_platform_trial(subscription_uuid: str, ends_at: datetime, days: int) -> bool:
    """Tell the owners that the trial ends soon; nothing where it was extended or ended meanwhile."""
    if not ends_at - timedelta(days=days) <= now() < ends_at:
        return False
    plan = PlatformSubscription.objects.filter(
        uuid=subscription_uuid, status=Status.TRIAL, trial_ends_at=ends_at
    ).first()
    if plan is None:
        return False
    key = f"{plan.trial_total_days}:{days}"
    mail_owners(
        plan, "trial_ends_soon", key=key, ends_at=ends_at.isoformat(), goes_on=plan.trial_end == "convert"
    )
    return True


def _schedule_end(plan: PlatformSubscription) -> None:
    """The end and what is told before it; entries from before an extension do nothing."""
    key, named, ends_at = (
        f"{plan.uuid}:{plan.trial_total_days}",
        {"subscription": str(plan.uuid)},
        _end_of(plan),
    )
    schedule_for(plan.tenant_id, "partner_store.end_trial", named, key=key, due_at=ends_at)
    for days in REMINDERS:
        due_at = ends_at - timedelta(days=days)
        if due_at > now():
            payload = {**named, "ends_at": ends_at.isoformat(), "days": days}
            task = "partner_store.remind_of_trial"
            schedule_for(plan.tenant_id, task, payload, key=f"{key}:{days}", due_at=due_at)


def _end_of(plan: PlatformSubscription) -> datetime:
    return cast(datetime, plan.trial_ends_at)


def _began(plan: PlatformSubscription) -> trials.Began:
    return trials.Began(
        kind=trials.TrialKind.PLATFORM,
        tenant_id=plan.tenant_id,
        subject_uuid=plan.uuid,
        sku=plan.sku,
        plan=plan.name,
        started_at=plan.starts_at,
        ends_at=_end_of(plan),
        total_days=plan.trial_total_days,
        step_days=plan.trial_step_days,
        max_days=plan.trial_max_days,
    )
