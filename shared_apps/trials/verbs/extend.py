"""Extend one trial, wherever it lies."""

from __future__ import annotations

from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor

from ..models import TrialKind, TrialRow
from ..subjects import Extended, extender


def extend_row(trial: TrialRow, *, reason: str, shown: int | None = None, by: Actor) -> Extended:
    """One step more for a trial of any kind; the answer says when its limit or its end stood against it.

    Given the days that a page has `shown`, only while the trial still has these in all.
    Raises what `crossings.door.run` raises, `TenantUnavailable` among it.
    """
    if trial.kind == TrialKind.SERVICE:
        return _extend_service(trial, reason, shown, by)
    return extender(trial.kind)(trial.subject_uuid, reason, shown, by)


def _extend_service(trial: TrialRow, reason: str, shown: int | None, by: Actor) -> Extended:
    """By the orders app's own command, inside the reseller, written down on both sides."""
    answer = run(
        "orders.extend_trial",
        trial.tenant.record,
        by=by,
        reason=reason,
        arguments={"service_uuid": str(trial.subject_uuid), "reason": reason, "shown": shown},
    )
    return Extended(answer["total_days"], answer.get("is_late", False))
