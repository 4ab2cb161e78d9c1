"""Trials as their owners tell of them: each call belongs to the transaction of the verb that makes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db.models import F, Q

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now

from .lengthen import TrialExtendedMeanwhile, TrialLimitReached, lengthen
from .models import TrialExtension, TrialKind, TrialRow, TrialStatus
from .subjects import Extended, extends, shown_days

__all__ = [
    "Began",
    "Extended",
    "Longer",
    "RunningTrial",
    "TrialExtendedMeanwhile",
    "TrialKind",
    "TrialLimitReached",
    "TrialStatus",
    "activity",
    "extended",
    "extends",
    "finished",
    "lengthen",
    "running_of",
    "shown_days",
    "started",
]

ACTIVITY_EVERY = timedelta(hours=1)
_MOVES = {
    TrialStatus.CONVERTED: (TrialStatus.RUNNING, TrialStatus.SUSPENDED),
    # A trial that went on against an invoice is suspended after all when that stays unpaid.
    TrialStatus.SUSPENDED: (TrialStatus.RUNNING, TrialStatus.CONVERTED),
    TrialStatus.ENDED: (TrialStatus.RUNNING, TrialStatus.SUSPENDED),
}


@dataclass(frozen=True, slots=True)
class Began:
    """A trial that begins; days are whole days from `started_at`."""

    kind: TrialKind
    tenant_id: int
    subject_uuid: UUID
    sku: str
    plan: str
    started_at: datetime
    ends_at: datetime
    total_days: int
    step_days: int
    max_days: int
    client_uuid: UUID | None = None
    client: str = ""


@dataclass(frozen=True, slots=True)
class Longer:
    """A trial as it stands after one more step of `days`."""

    tenant_id: int
    subject_uuid: UUID
    days: int
    total_days: int
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RunningTrial:
    """A running trial of a client's service."""

    subject_uuid: UUID
    client_uuid: UUID
    plan: str
    ends_at: datetime
    total_days: int
    max_days: int
    can_extend: bool


def started(trial: Began) -> None:
    """Note that a trial began; again changes nothing."""
    TrialRow.objects.bulk_create([_row(trial)], ignore_conflicts=True)


def extended(longer: Longer, *, by: Actor) -> None:
    """Note one more step: who, on whose behalf, why."""
    row = TrialRow.objects.filter(tenant_id=longer.tenant_id, subject_uuid=longer.subject_uuid).first()
    if row is None:
        return
    at = now()
    TrialExtension.objects.create(
        trial=row,
        at=at,
        by_label=by.label,
        acting_for=by.acting_for,
        reason=longer.reason,
        days=longer.days,
        total_days=longer.total_days,
    )
    TrialRow.objects.filter(pk=row.pk).update(
        extensions=F("extensions") + 1,
        total_days=longer.total_days,
        ends_at=longer.ends_at,
        last_extended_at=at,
        last_extended_by=by.label,
        last_reason=longer.reason,
    )


def activity(tenant_id: int, kind: TrialKind, *, client_uuid: UUID | None = None) -> None:
    """Somebody came: a client for its services, staff for the platform plan. Written once an hour at most."""
    at = now()
    running = TrialRow.objects.filter(tenant_id=tenant_id, kind=kind, status=TrialStatus.RUNNING)
    if kind == TrialKind.SERVICE:
        running = running.filter(client_uuid=client_uuid)
    running.filter(last_activity_at__lt=at - ACTIVITY_EVERY).update(last_activity_at=at)


def finished(tenant_id: int, subject_uuid: UUID, status: TrialStatus) -> None:
    """Note how a trial came out; nothing where there is none, or where it came out so before."""
    rows = TrialRow.objects.filter(tenant_id=tenant_id, subject_uuid=subject_uuid, status__in=_MOVES[status])
    rows.update(status=status, finished_at=now())


def running_of(tenant_id: int, client_uuids: Iterable[UUID]) -> list[RunningTrial]:
    """The running trials of some clients of a tenant, those that end first. One query."""
    rows = TrialRow.objects.filter(
        Q(tenant_id=tenant_id, client_uuid__in=list(client_uuids), status=TrialStatus.RUNNING)
    )
    return [_running(row) for row in rows.order_by("ends_at", "pk")]


def _running(row: TrialRow) -> RunningTrial:
    return RunningTrial(
        subject_uuid=row.subject_uuid,
        client_uuid=cast(UUID, row.client_uuid),
        plan=row.plan,
        ends_at=row.ends_at,
        total_days=row.total_days,
        max_days=row.max_days,
        can_extend=row.can_extend,
    )


def _row(trial: Began) -> TrialRow:
    return TrialRow(
        kind=trial.kind,
        tenant_id=trial.tenant_id,
        subject_uuid=trial.subject_uuid,
        sku=trial.sku,
        plan=trial.plan,
        client_uuid=trial.client_uuid,
        client=trial.client,
        started_at=trial.started_at,
        ends_at=trial.ends_at,
        total_days=trial.total_days,
        step_days=trial.step_days,
        max_days=trial.max_days,
        last_activity_at=trial.started_at,
    )
