"""How code schedules work: in its own transaction, for its own tenant. Nothing else calls the broker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tenants.context import acting_on_shared_data, current_scope

from .consumer import consume
from .registry import Later, handles, nightly, steady
from .verbs import discard, take_due, wake, write_entries, write_entry

__all__ = [
    "Later",
    "discard",
    "handles",
    "nightly",
    "run_due",
    "schedule",
    "schedule_for",
    "schedule_many",
    "steady",
    "wake",
]


def schedule(task: str, payload: dict[str, Any], *, key: str, due_at: datetime | None = None) -> None:
    """Have `task` done at `due_at` (at once by default) for the current tenant, or for none on shared data.

    `key` makes it one: a second call with the same tenant, task and key changes nothing.
    """
    tenant = current_scope().tenant
    write_entry(tenant.id if tenant else None, task, payload, key=key, due_at=due_at)


def schedule_many(task: str, work: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """`schedule` for each (key, payload), in one statement for a thousand of them."""
    tenant = current_scope().tenant
    write_entries(tenant.id if tenant else None, task, work)


def schedule_for(
    tenant_id: int, task: str, payload: dict[str, Any], *, key: str, due_at: datetime | None = None
) -> None:
    """The same for another tenant: the way of shared code into a tenant."""
    write_entry(tenant_id, task, payload, key=key, due_at=due_at)


def run_due(rounds: int = 50) -> int:
    """Do everything that is due here and now, without a broker: demo loading and tests. Returns the count."""
    done = 0
    for _ in range(rounds):
        with acting_on_shared_data():
            due = take_due(100)
        if not due:
            return done
        for entry in due:
            consume(entry)
        done += len(due)
    raise RuntimeError("The agenda does not come to rest.")
