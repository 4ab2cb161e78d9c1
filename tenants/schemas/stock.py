"""Django's own executor in one schema: the last resort, and the standard for the fast ways."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .ledger import applied_in, enter
from .plans import plan_of


def migrate_here(schema: str, kind: str, *, ledger: bool = True) -> int:
    """Bring the schema in force up to its plan and its ledger with it. Returns how many migrations ran."""
    executor = MigrationExecutor(connection)
    plan = plan_of(kind)
    steps = executor.migration_plan(list(plan.targets))
    if steps:
        executor.migrate(list(plan.targets), steps)
    elif not executor.recorder.has_table():
        executor.recorder.ensure_schema()
    if ledger and set(plan.keys) - applied_in(schema):
        enter(schema, kind, plan.keys)
    return len(steps)
