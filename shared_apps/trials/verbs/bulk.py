"""Extend many trials: one row each, one agenda task each, so that it can be watched, resumed and repeated."""

from __future__ import annotations

from uuid import UUID, uuid4

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from shared_apps.agenda.door import schedule, schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.models import TenantStatus

from ..models import BulkExtension, BulkItem, TrialRow
from .extend import extend_row

log = structlog.get_logger(__name__)

Status = BulkItem.Status


def begin_bulk(
    trials: QuerySet[TrialRow], *, reason: str, key: UUID | None = None, by: Actor
) -> BulkExtension:
    """Decide to extend every running one of `trials` by one step; the agenda carries it out.

    The same `key` again gives the same bulk extension: a form that is sent twice extends once.
    """
    wish = key or uuid4()
    try:
        with transaction.atomic():
            return _known(wish) or _begin(trials, wish, reason=reason, by=by)
    except IntegrityError:
        there = _known(wish)
        if there is None:
            raise
        return there


def _known(key: UUID) -> BulkExtension | None:
    return BulkExtension.objects.filter(uuid=key).first()


def _begin(trials: QuerySet[TrialRow], key: UUID, *, reason: str, by: Actor) -> BulkExtension:
    chosen = list(trials.filter(status=TrialRow.Status.RUNNING).values_list("pk", flat=True))
    bulk = BulkExtension.objects.create(
        uuid=key,
        at=now(),
        reason=reason,
        total=len(chosen),
        actor_kind=by.kind,
        actor_key=by.key,
        actor_label=by.label,
        acting_for=by.acting_for,
    )
    BulkItem.objects.bulk_create([BulkItem(bulk=bulk, trial_id=pk) for pk in chosen], batch_size=1000)
    record(bulk, "extend trials", by=by, reason=reason, trials=len(chosen))
    schedule("trials.spread", {"bulk": str(bulk.uuid)}, key=f"{bulk.uuid}:0")
    return bulk


def spread_bulk(bulk: BulkExtension) -> None:
    """Write a task for each trial that waits; one of a reseller that is not live fails at once."""
    waiting = bulk.items.filter(status=Status.WAITING).select_related("trial__tenant")
    for item in waiting.iterator(chunk_size=500):
        if item.trial.tenant.status != TenantStatus.LIVE:
            _note(item, Status.FAILED, "closed")
            continue
        key = f"{bulk.uuid}:{item.trial.uuid}:{item.tries}"
        schedule_for(item.trial.tenant_id, "trials.extend_item", {"item": item.pk}, key=key)


def extend_item(item_id: int) -> None:
    """Extend one trial of a bulk extension, once, and note what came of it. In the caller's transaction."""
    found = BulkItem.objects.select_for_update(of=("self",)).select_related("bulk", "trial__tenant")
    item = found.filter(pk=item_id, status=Status.WAITING).first()
    if item is None:
        return
    try:
        with transaction.atomic():
            outcome = extend_row(item.trial, reason=item.bulk.reason, by=item.bulk.actor)
    except Exception as fault:
        # Noted and shown, with a button to try again: a progress page must come to its end.
        log.exception("trial_not_extended", trial=str(item.trial.uuid))
        _note(item, Status.FAILED, type(fault).__name__)
    else:
        _note(item, Status.DONE if outcome.is_done else Status.REFUSED, "" if outcome.is_done else "limit")


@transaction.atomic
def retry_bulk(bulk: BulkExtension, *, by: Actor) -> int:
    """Put what failed back to be tried; how many."""
    failed = list(bulk.items.select_for_update().filter(status=Status.FAILED))
    for item in failed:
        item.status, item.note, item.tries = Status.WAITING, "", item.tries + 1
    BulkItem.objects.bulk_update(failed, ["status", "note", "tries"], batch_size=500)
    if failed:
        record(bulk, "try again", by=by, trials=len(failed))
        schedule("trials.spread", {"bulk": str(bulk.uuid)}, key=f"{bulk.uuid}:{uuid4().hex[:12]}")
    return len(failed)


def _note(item: BulkItem, status: str, note: str) -> None:
    BulkItem.objects.filter(pk=item.pk).update(status=status, note=note)
