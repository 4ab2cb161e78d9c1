"""Compares the ledger with what the schemas themselves say: drift, lost schemas, schemas of nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
from psycopg import sql

from tenants.models import ENDED, SchemaMigration, SpareSchema, Tenant

from .bookkeeping import ledger_sql
from .ddl import LEDGER_TABLE
from .plans import Key

# Each table read takes a lock until the statement ends, and the server's lock table is finite.
_SCHEMAS_AT_ONCE = 1_000


@dataclass
class Drift:
    """What does not agree. Empty on a sound installation."""

    lost: list[str] = field(default_factory=list)
    ownerless: list[str] = field(default_factory=list)
    unnoted: dict[str, set[Key]] = field(default_factory=dict)
    unapplied: dict[str, set[Key]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lost or self.ownerless or self.unnoted or self.unapplied)


def audit() -> Drift:
    """Read every schema's own migration record and hold the ledger against it."""
    owned = _owned()
    present = _present()
    recorded = _recorded(sorted(owned.keys() & present))
    noted = _noted()
    ownerless = present - owned.keys() - _leaving()
    drift = Drift(lost=sorted(owned.keys() - present), ownerless=sorted(ownerless))
    for schema in owned.keys() & present:
        if extra := recorded[schema] - noted[schema]:
            drift.unnoted[schema] = extra
        if missing := noted[schema] - recorded[schema]:
            drift.unapplied[schema] = missing
    return drift


def repair(drift: Drift) -> int:
    """Write the ledger of each schema that drifted from the schema's own record. Returns how many."""
    owned = _owned()
    schemas = sorted(drift.unnoted.keys() | drift.unapplied.keys())
    recorded = _recorded(schemas)
    for schema in schemas:
        with transaction.atomic(), connection.cursor() as cursor:
            SchemaMigration.objects.filter(schema_name=schema).delete()
            if recorded[schema]:
                cursor.execute(ledger_sql(schema, owned[schema], sorted(recorded[schema])))
    return len(schemas)


def _owned() -> dict[str, str]:
    without = [Tenant.Status.PROVISIONING, *ENDED]
    tenants = Tenant.objects.exclude(status__in=without).values_list("schema_name", "kind")
    return dict(tenants) | dict(SpareSchema.objects.values_list("schema_name", "kind"))


def _leaving() -> set[str]:
    """Schemas that are being removed with their tenants."""
    leaving = Tenant.objects.filter(status=Tenant.Status.DELETING)
    return set(leaving.values_list("schema_name", flat=True))


def _present() -> set[str]:
    """Schemas that hold a migration record; `public` has its own and belongs to everybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relname = %s AND c.relkind = 'r' AND n.nspname <> 'public'",
            [LEDGER_TABLE],
        )
        return {row[0] for row in cursor.fetchall()}


def _recorded(schemas: list[str]) -> dict[str, set[Key]]:
    found: dict[str, set[Key]] = defaultdict(set)
    for start in range(0, len(schemas), _SCHEMAS_AT_ONCE):
        for schema, app, name in _read_records(schemas[start : start + _SCHEMAS_AT_ONCE]):
            found[schema].add((app, name))
    return found


def _read_records(schemas: list[str]) -> Iterator[tuple[str, str, str]]:
    parts = [
        sql.SQL("SELECT {}, app, name FROM {}").format(schema, sql.Identifier(schema, LEDGER_TABLE))
        for schema in schemas
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(parts).as_string(None))
        yield from cursor.fetchall()


def _noted() -> dict[str, set[Key]]:
    found: dict[str, set[Key]] = defaultdict(set)
    for schema, app, name in SchemaMigration.objects.values_list("schema_name", "app", "name").iterator():
        found[schema].add((app, name))
    return found
