"""The migration ledger in `public`: which migration is applied where (PERFORMANCE, mechanism 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from tenants.context import PUBLIC
from tenants.models import SchemaMigration, Tenant
from tenants.records import OPERATOR, RESELLER, TenantRecord

from .plans import Key, plan_of
from .records import bare_record

KINDS = (OPERATOR, RESELLER)

# A tenant that is being provisioned has no schema yet, or gets a whole one from `finish`; one that has ended,
# or is about to, has none to migrate.
_BEHIND = """
    WITH wanted AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) AS w(kind, app, name)),
         schemas AS (
            SELECT schema_name, kind FROM tenants_spareschema
            UNION ALL SELECT schema_name, kind FROM tenants_tenant
            WHERE status NOT IN ('provisioning', 'deleting', 'closed')
         )
    SELECT s.schema_name, s.kind, array_agg(w.app || '.' || w.name)
    FROM schemas s JOIN wanted w ON w.kind = s.kind
    LEFT JOIN tenants_schemamigration m
      ON m.schema_name = s.schema_name AND m.app = w.app AND m.name = w.name
    WHERE m.id IS NULL
    GROUP BY s.schema_name, s.kind
"""


@dataclass(frozen=True)
class Group:
    """Schemas of one kind that lack the same migrations, in the order in which these must run."""

    kind: str
    missing: tuple[Key, ...]
    members: tuple[TenantRecord, ...]


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


def is_public_behind() -> bool:
    """Whether `public` lacks a migration; true too where nothing was ever migrated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenants_schemamigration') IS NULL")
        if cursor.fetchone()[0]:
            return True
    return bool(set(plan_of(PUBLIC).keys) - applied_in(PUBLIC))


def behind() -> list[Group]:
    """Every schema that lacks migrations, grouped by what it lacks: one query over the ledger."""
    lacking: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for schema, kind, missing in _schemas_behind():
        lacking[kind, frozenset(missing)].append(schema)
    records = _records([schema for schemas in lacking.values() for schema in schemas])
    return [
        Group(kind, _ordered(kind, missing), tuple(_canary_first(kind, schemas, records)))
        for (kind, missing), schemas in lacking.items()
    ]


def _schemas_behind() -> list[tuple[str, str, list[str]]]:
    wanted = [(kind, app, name) for kind in KINDS for app, name in plan_of(kind).keys]
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, [list(column) for column in zip(*wanted, strict=True)])
        found: list[tuple[str, str, list[str]]] = cursor.fetchall()
        return found


def _records(schemas: list[str]) -> dict[str, TenantRecord]:
    return {each.schema_name: each.as_record("") for each in Tenant.objects.filter(schema_name__in=schemas)}


def _ordered(kind: str, missing: frozenset[str]) -> tuple[Key, ...]:
    return tuple(key for key in plan_of(kind).keys if ".".join(key) in missing)


def _canary_first(kind: str, schemas: list[str], records: dict[str, TenantRecord]) -> list[TenantRecord]:
    """Spare schemas stand first: a migration that breaks meets nobody's data."""
    spares = [bare_record(schema, kind) for schema in schemas if schema not in records]
    return spares + [records[schema] for schema in schemas if schema in records]
