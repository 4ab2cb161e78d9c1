"""One step more for a trial: the one place where its limit is kept (REQUIREMENTS S5.43, RELIABILITY 22)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F


class TrialLimitReached(Exception):
    """The trial is not running, or has been extended as far as its plan allows."""


class TrialExtendedMeanwhile(Exception):
    """The trial has other days by now than the page showed that asked for more."""


def lengthen(trial: Any, *, shown: int | None = None) -> None:
    """One step longer, never beyond the limit, however many try at once; `trial` is read anew.

    `trial` is a model with `status` and `trial_…` columns: a client's service, or a reseller's own plan.

    Only while it has the days in all that a page has `shown`, where one has: sent twice, it steps once.
    Raises `TrialLimitReached`, `TrialExtendedMeanwhile`.
    """
    as_shown = type(trial)._base_manager.filter(pk=trial.pk)
    if shown is not None:
        as_shown = as_shown.filter(trial_total_days=shown)
    # The condition is in the UPDATE itself: of two at once, the second sees what the first has written.
    extended = as_shown.filter(
        status="trial",
        trial_step_days__gt=0,
        trial_total_days__lte=F("trial_max_days") - F("trial_step_days"),
    ).update(
        trial_total_days=F("trial_total_days") + F("trial_step_days"),
        trial_ends_at=F("trial_ends_at") + timedelta(days=trial.trial_step_days),
    )
    if not extended:
        raise (TrialLimitReached if as_shown.exists() else TrialExtendedMeanwhile)(str(trial.uuid))
    trial.refresh_from_db()
