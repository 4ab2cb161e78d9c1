"""Do one entry, once, however often it is delivered (DESIGN, "Agenda"; RELIABILITY 16)."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import ENDED

from .models import Entry
from .registry import Later, Task, rest_of, task
from .verbs import NOT_LIVE

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 10
OUTSIDE_LEASE = timedelta(minutes=2)
NOT_LIVE_WAIT = timedelta(minutes=10)
_OPEN = [Entry.Status.WAITING, Entry.Status.HANDED]


def consume(entry_id: int) -> None:
    """Find the entry, do its task in its tenant and mark it done; a done or taken entry is left alone."""
    with acting_on_shared_data():
        entry = Entry.objects.select_related("tenant").filter(pk=entry_id, status__in=_OPEN).first()
        tenant = entry.tenant.record if entry and entry.tenant else None
    if entry is None:
        return
    if tenant is None:
        with acting_on_shared_data():
            _attempt(entry)
    elif tenant.is_probe:
        _drop(entry, "the isolation proof's own tenants send and order nothing")
    elif tenant.is_live:
        with acting_in(tenant):
            _attempt(entry)
    elif tenant.status in ENDED:
        _drop(entry, "the tenant is closed")
    else:
        _postpone(entry, NOT_LIVE_WAIT, NOT_LIVE)


def _attempt(entry: Entry) -> None:
    by = Actor.system(f"agenda:{entry.task}")
    try:
        found = task(entry.task)
        if found.outside:
            _do_outside(entry, found, by)
        else:
            _do_inside(entry, found, by)
    except Later as later:
        _postpone(entry, later.wait, str(later))
    except Exception as fault:
        log.exception("task_failed", task=entry.task, key=entry.key)
        _back_off(entry, fault)


def _do_inside(entry: Entry, found: Task, by: Actor) -> None:
    """The effect and the mark commit together: exactly one effect."""
    with transaction.atomic():
        mine = Entry.objects.select_for_update(skip_locked=True, of=("self",))
        if not mine.filter(pk=entry.pk, status__in=_OPEN).exists():
            return
        found.work(entry.payload, by=by)
        _mark_done(entry, found)


def _do_outside(entry: Entry, found: Task, by: Actor) -> None:
    """The claim commits first; the task itself is safe to be called again with its key."""
    claimed = Entry.objects.filter(pk=entry.pk, status__in=_OPEN, attempts=entry.attempts).update(
        attempts=entry.attempts + 1, status=Entry.Status.HANDED, handed_at=now() + OUTSIDE_LEASE
    )
    if not claimed:
        return
    entry.attempts += 1
    found.work(entry.payload, by=by)
    _mark_done(entry, found)


def _mark_done(entry: Entry, found: Task) -> None:
    if rest := rest_of(found):
        again = {"status": Entry.Status.WAITING, "due_at": now() + rest, "attempts": 0, "last_error": ""}
        Entry.objects.filter(pk=entry.pk).update(**again)
        return
    Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.DONE, done_at=now(), last_error="")


def _drop(entry: Entry, reason: str) -> None:
    with acting_on_shared_data():
        Entry.objects.filter(pk=entry.pk).update(
            status=Entry.Status.DONE, done_at=now(), last_error=f"dropped: {reason}"
        )


def _postpone(entry: Entry, wait: timedelta, reason: str) -> None:
    with acting_on_shared_data():
        Entry.objects.filter(pk=entry.pk, status__in=_OPEN).update(
            status=Entry.Status.WAITING, due_at=now() + wait, last_error=reason
        )


def _back_off(entry: Entry, fault: Exception) -> None:
    """Try again later, each time twice as late; after the last try the console shows it as failed."""
    tries = entry.attempts if _is_outside(entry) else entry.attempts + 1
    status = Entry.Status.FAILED if tries >= MOST_ATTEMPTS else Entry.Status.WAITING
    wait = timedelta(seconds=min(2**tries, 3600))
    with acting_on_shared_data():
        Entry.objects.filter(pk=entry.pk, status__in=_OPEN).update(
            status=status,
            attempts=tries,
            due_at=now() + wait,
            last_error=f"{type(fault).__name__}: {fault}"[:2000],
        )


def _is_outside(entry: Entry) -> bool:
    try:
        return task(entry.task).outside
    except LookupError:
        return False
