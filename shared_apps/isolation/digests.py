"""Fingerprints of a schema's tables: equal before and after where nothing was written."""

from __future__ import annotations

from django.db import connection

from tenants.context import acting_on_shared_data
from tenants.records import TenantRecord

# Bookkeeping of who came by; and what only counts visits.
BOOKKEEPING = frozenset(
    {
        "django_session",
        "usersessions_usersession",
        "django_migrations",
        "isolation_isolationrun",
        "commissions_visit",
    }
)
_TABLES = """SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = %s::regnamespace
    ORDER BY 1"""
_OF_TENANT = """SELECT c.relname, a.attname FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'f' AND k.confrelid = 'public.tenants_tenant'::regclass ORDER BY 1"""

Digests = dict[str, str]


def digests_of(tenant: TenantRecord) -> Digests:
    """Table → count and hash of its rows: those of the tenant's schema, and the shared rows that are its own.

    One query reads them all, as they are at one moment.
    """
    # Named in full: the tenant is looked at from outside, within a transaction of another one too.
    with acting_on_shared_data():
        own = [name for (name,) in _rows(_TABLES, [f'"{tenant.schema_name}"']) if name not in BOOKKEEPING]
        shared = [row for row in _rows(_OF_TENANT, []) if row[0] not in BOOKKEEPING]
        parts = [_digest(name, f'"{tenant.schema_name}"."{name}"', "") for name in own]
        parts += [
            _digest(f"public.{table}.{column}", f'public."{table}"', f'WHERE "{column}" = {int(tenant.id)}')
            for table, column in shared
        ]
        return {name: f"{count} {digest}" for name, count, digest in _rows(" UNION ALL ".join(parts), [])}


def differences(before: Digests, after: Digests) -> list[str]:
    """The tables that are not as they were."""
    return sorted(name for name in before | after if before.get(name) != after.get(name))


def _digest(name: str, table: str, where: str) -> str:
    # Names come from the catalogue itself, the key is a number.
    rows = "count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text)))"
    return f"SELECT '{name}', {rows} FROM {table} t {where}"  # noqa: S608


def _rows(sql: str, parameters: list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return list(cursor.fetchall())
