"""Reads of the agenda for the console."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from .models import Entry


@dataclass(frozen=True, slots=True)
class AgendaCounts:
    waiting: int
    handed: int
    failed: int
    done: int


def counts() -> AgendaCounts:
    """How many entries stand where: one query."""
    found = dict(Entry.objects.values_list("status").annotate(Count("pk")))
    return AgendaCounts(*(found.get(status, 0) for status in ("waiting", "handed", "failed", "done")))


def entries(status: str) -> QuerySet[Entry]:
    """Entries of a status with their tenants; those due soonest first, the done ones newest first."""
    order = "due_at" if status == Entry.Status.WAITING else "-pk"
    return Entry.objects.select_related("tenant").filter(status=status).order_by(order)
