"""How the trial board extends a reseller's own plan."""

from __future__ import annotations

from uuid import UUID

from shared_apps.kernel.actor import Actor
from shared_apps.trials.door import (
    Extended,
    TrialExtendedMeanwhile,
    TrialKind,
    TrialLimitReached,
    extends,
)

from .models import PlatformSubscription
from .verbs.subscriptions import extend_platform_trial


@extends(TrialKind.PLATFORM)
def extend(subject_uuid: UUID, reason: str, shown: int | None, by: Actor) -> Extended:
    plan = PlatformSubscription.objects.get(uuid=subject_uuid)
    try:
        longer = extend_platform_trial(plan, reason=reason, shown=shown, by=by)
    except TrialExtendedMeanwhile:
        return Extended(None, is_late=True)
    except TrialLimitReached:
        return Extended(None)
    return Extended(longer.trial_total_days)
