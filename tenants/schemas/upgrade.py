"""The whole of `migrate_tenants`: `public` first, then every schema that the ledger says is behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tenants.context import PUBLIC, acting_on_shared_data

from .batches import Fault
from .database import exclusively
from .ddl import CannotReplay
from .ledger import KINDS, Group, behind, is_public_behind
from .pool import adopt_migrated, discard_stale
from .rollout import roll_out
from .stock import migrate_here
from .template import template_sql

# While schemas are migrated, processes with the old code may make more of the old ones.
_ROUNDS = 3

Begin = Callable[[int], Callable[[int], None]]


@dataclass
class Report:
    """What an upgrade did: schemas brought up to date, and those that failed with the reason."""

    public: int = 0
    migrated: int = 0
    faults: list[Fault] = field(default_factory=list)


def upgrade(begin: Begin, *, connections: int = 2) -> Report:
    """Migrate everything. `begin(total)` is told of a rollout and returns what hears of its progress."""
    report = Report()
    with acting_on_shared_data(), exclusively("migrate_tenants"):
        if is_public_behind():
            report.public = migrate_here(PUBLIC, PUBLIC)
        for _ in range(_ROUNDS):
            groups = _without_failed(behind(), report.faults)
            if not groups:
                break
            _migrate(groups, report, begin, connections)
        discard_stale()
        if not report.faults:
            _prepare_templates()
    return report


def _migrate(groups: list[Group], report: Report, begin: Begin, connections: int) -> None:
    total = sum(len(group.members) for group in groups)
    done = begin(total)
    before = len(report.faults)
    for group in groups:
        faults = roll_out(group, done=done, connections=connections)
        adopt_migrated(group, failed={schema for schema, _ in faults})
        report.faults += faults
    report.migrated += total - (len(report.faults) - before)


def _without_failed(groups: list[Group], faults: list[Fault]) -> list[Group]:
    failed = {schema for schema, _ in faults}
    kept = [
        Group(
            group.kind, group.missing, tuple(each for each in group.members if each.schema_name not in failed)
        )
        for group in groups
    ]
    return [group for group in kept if group.members]


def _prepare_templates() -> None:
    """So that the first reseller after an upgrade does not wait for one."""
    for kind in KINDS:
        try:
            template_sql(kind)
        except CannotReplay:
            continue
