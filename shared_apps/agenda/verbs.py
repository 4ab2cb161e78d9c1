"""Write work into the agenda and take what is due out of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record, record_many

from .models import Entry
from .registry import every_nightly, every_steady

HANDED_LEASE = timedelta(seconds=60)
# Why an entry waits although it was due.
NOT_LIVE = "The tenant is not live."


def write_entry(
    tenant_id: int | None, task: str, payload: dict[str, Any], *, key: str, due_at: datetime | None
) -> None:
    """Add an entry in the caller's transaction; the same (tenant, task, key) again changes nothing."""
    Entry.objects.bulk_create(
        [Entry(tenant_id=tenant_id, task=task, key=key, payload=payload, due_at=due_at or now())],
        ignore_conflicts=True,
    )


def write_entries(tenant_id: int | None, task: str, work: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Add an entry for each (key, payload), due at once; those that are there already change nothing."""
    at = now()
    Entry.objects.bulk_create(
        [Entry(tenant_id=tenant_id, task=task, key=key, payload=payload, due_at=at) for key, payload in work],
        ignore_conflicts=True,
        batch_size=1000,
    )


def plan_nightly() -> None:
    """Write the next turn of every nightly task, a day ahead at most, and of steady ones; what is there stays."""
    moment = now().astimezone(UTC)
    for known in every_nightly():
        due = datetime.combine(moment.date(), known.at, UTC)
        due += timedelta(days=1) if due <= moment else timedelta()
        write_entry(None, known.task, {}, key=f"{due:%Y-%m-%d}", due_at=due)
    for name in every_steady():
        write_entry(None, name, {}, key="steady", due_at=moment)


def take_due(limit: int) -> list[int]:
    """Mark up to `limit` due entries as handed over and name them; two relays never take the same one."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_DUE, {"now": now(), "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]


def give_back(entries: Sequence[int]) -> None:
    """The broker did not take them: they are due as before."""
    Entry.objects.filter(pk__in=entries, status=Entry.Status.HANDED).update(status=Entry.Status.WAITING)


def return_lost() -> int:
    """Entries handed over a lease ago and not done (a worker or the broker died) are due again."""
    lost = Entry.objects.filter(status=Entry.Status.HANDED, handed_at__lt=now() - HANDED_LEASE)
    return lost.update(status=Entry.Status.WAITING)


def retry(entry_id: int, *, reason: str = "", by: Actor) -> bool:
    """Put a failed entry back to be done now; False when it is not failed."""
    return bool(_retry(Entry.objects.filter(pk=entry_id), reason, by=by))


def retry_all(task: str, *, reason: str = "", by: Actor) -> int:
    """The same for every failed entry of a task; how many."""
    return _retry(Entry.objects.filter(task=task), reason, by=by)


@transaction.atomic
def cancel(entry_id: int, *, reason: str = "", by: Actor) -> bool:
    """Have a waiting or failed entry never done; False where it is handed over, done or cancelled.

    It stays, so that whoever schedules the same work again changes nothing.
    """
    open_ones = [Entry.Status.WAITING, Entry.Status.FAILED]
    entry = Entry.objects.select_for_update().filter(pk=entry_id, status__in=open_ones).first()
    if entry is None:
        return False
    before, note = entry.status, f"Cancelled by {by.label}."
    Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.CANCELLED, done_at=now(), last_error=note)
    to = Entry.Status.CANCELLED
    record(entry, "cancel", by=by, from_status=before, to_status=to, reason=reason)
    return True


@transaction.atomic
def _retry(rows: QuerySet[Entry], reason: str, *, by: Actor) -> int:
    failed = list(rows.filter(status=Entry.Status.FAILED).select_for_update())
    Entry.objects.filter(pk__in=[entry.pk for entry in failed]).update(
        status=Entry.Status.WAITING, attempts=0, due_at=now(), last_error=""
    )
    before, to = Entry.Status.FAILED, Entry.Status.WAITING
    record_many(failed, "retry", by=by, from_status=before, to_status=to, reason=reason)
    return len(failed)


def wake(tenant_id: int) -> int:
    """What waited because its tenant was not live is due now: the tenant is back. Returns how many."""
    waited = Entry.objects.filter(tenant_id=tenant_id, status=Entry.Status.WAITING, last_error=NOT_LIVE)
    return waited.update(due_at=now(), last_error="")


def discard(tenant_id: int) -> int:
    """Forget everything that was ever scheduled for a tenant that has ended. Returns how many entries."""
    return Entry.objects.filter(tenant_id=tenant_id).delete()[0]


_TAKE_DUE = """
UPDATE agenda_entry SET status = 'handed', handed_at = %(now)s
WHERE id IN (
    SELECT id FROM agenda_entry WHERE status = 'waiting' AND due_at <= %(now)s
    ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING id
"""
