"""Tasks of one tenant handed the other one's keys: they find nothing, and nothing of the other one changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, transaction

from shared_apps.agenda.registry import UnknownTask, task
from shared_apps.kernel.actor import Actor
from tenants.context import acting_in

from ..digests import Digests, differences, digests_of
from ..report import Report
from ..sides import Side
from ..things import agenda_of

BY = Actor.system("isolation.proof")


class _UndoneAgain(Exception):
    """Whatever the task did is rolled back."""


def hand_foreign_work(victim: Side, by: Side, report: Report) -> None:
    """Each task that was ever scheduled for a tenant, done once in another one; all of it is undone again."""
    if not by.may_write:
        return
    before = digests_of(victim.tenant)
    for name, payload in agenda_of(victim.tenant):
        if not _names_a_thing(payload, victim):
            continue
        report.probe(
            "tasks", _done(name, payload, before, victim, by), what=f"task {name}", who=by.tenant.slug
        )


def _names_a_thing(payload: Mapping[str, Any], victim: Side) -> bool:
    """Whether it is about a row: a mail that is told everything it says reads nobody's rows."""
    keys = victim.values("uuid")
    return any(str(value) in keys for value in payload.values())


def _done(name: str, payload: dict[str, Any], before: Digests, victim: Side, by: Side) -> str:
    changed: list[str] = []
    try:
        with acting_in(by.tenant), transaction.atomic():
            _do(name, payload)
            changed = differences(before, digests_of(victim.tenant))
            raise _UndoneAgain
    except (_UndoneAgain, DatabaseError):
        pass
    return f"changed {', '.join(changed)}" if changed else ""


def _do(name: str, payload: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            task(name).work(payload, by=BY)
    except UnknownTask:
        return
    except Exception:  # noqa: BLE001 - however the task refuses what it cannot find
        return
