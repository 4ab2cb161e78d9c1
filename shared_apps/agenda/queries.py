"""Reads of the agenda for the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils.functional import Promise

from shared_apps.kernel.clock import now

from .models import Entry
from .titles import title_of

# The relay looks every second: what waits longer than this is late.
LATE = timedelta(minutes=5)
RECENT = timedelta(days=1)
_OPEN = [Entry.Status.WAITING, Entry.Status.HANDED, Entry.Status.FAILED]


@dataclass(frozen=True, slots=True)
class AgendaCounts:
    waiting: int
    late: int
    handed: int
    failed: int
    done: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How the entries of one task stand; `tries` are the most attempts of an open one."""

    task: str
    waiting: int
    late: int
    handed: int
    failed: int
    done: int
    tries: int

    @property
    def title(self) -> str | Promise:
        return title_of(self.task)


def late() -> Q:
    """What should have been done minutes ago."""
    return Q(status=Entry.Status.WAITING, due_at__lt=now() - LATE)


def counts() -> AgendaCounts:
    """How many entries stand where; done and cancelled within the last day. One query."""
    found = Entry.objects.filter(_shown()).aggregate(
        waiting=Count("pk", Q(status="waiting")),
        late=Count("pk", late()),
        handed=Count("pk", Q(status="handed")),
        failed=Count("pk", Q(status="failed")),
        done=Count("pk", Q(status="done")),
        cancelled=Count("pk", Q(status="cancelled")),
    )
    return AgendaCounts(**found)


def counts_by_task() -> list[TaskCounts]:
    """The same for each task, those with failed and late ones first. One query."""
    rows = (
        Entry.objects.filter(_shown())
        .values_list("task")
        .annotate(
            waiting=Count("pk", Q(status="waiting")),
            late=Count("pk", late()),
            handed=Count("pk", Q(status="handed")),
            failed=Count("pk", Q(status="failed")),
            done=Count("pk", Q(status="done")),
            tries=Max("attempts", filter=Q(status__in=_OPEN), default=0),
        )
        .order_by("-failed", "-late", "task")
    )
    return [TaskCounts(*row) for row in rows]


def _shown() -> Q:
    # Each status by itself, so that its own index serves it.
    waiting, handed, failed = (Q(status=status) for status in _OPEN)
    return waiting | handed | failed | Q(done_at__gte=now() - RECENT)


def entries(status: str) -> QuerySet[Entry]:
    """Entries of a status, or the late ones, with their tenants."""
    found = Entry.objects.select_related("tenant")
    return found.filter(late()) if status == "late" else found.filter(status=status)
