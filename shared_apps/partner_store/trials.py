"""How the trial board extends a reseller's own plan."""

from __future__ import annotations

from uuid import UUID

from shared_apps.kernel.actor import Actor
from shared_apps.trials.door import Extended, TrialKind, extends

from .models import PlatformSubscription
from .verbs.subscriptions import TrialLimitReached, extend_platform_trial


@extends(TrialKind.PLATFORM)
def extend(subject_uuid: UUID, reason: str, by: Actor) -> Extended:
    plan = PlatformSubscription.objects.get(uuid=subject_uuid)
    try:
        return Extended(extend_platform_trial(plan, reason=reason, by=by).trial_total_days)
    except TrialLimitReached:
        return Extended(None)
