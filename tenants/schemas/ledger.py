"""The migration ledger in `public`: which migration is applied where (PERFORMANCE, mechanism 3)."""

from __future__ import annotations

from collections.abc import Iterable


from tenants.models import SchemaMigration

from .plans import Key


def enter(schema: str, kind: str, keys: Iterable[Key]) -> None:
    """Note migrations as applied in a schema, in the caller's transaction; a note made twice is one."""
    SchemaMigration.objects.bulk_create(
        [SchemaMigration(schema_name=schema, kind=kind, app=app, name=name) for app, name in keys],
        ignore_conflicts=True,
    )


def applied_in(schema: str) -> set[Key]:
    """What the ledger says is applied in a schema."""
    rows = SchemaMigration.objects.filter(schema_name=schema)
    return set(rows.values_list("app", "name"))
