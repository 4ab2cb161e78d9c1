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
    """Table → count and hash of its rows: those of the tenant's schema, and the shared rows that are its own."""
    # Named in full: the tenant is looked at from outside, within a transaction of another one too.
    with acting_on_shared_data():
        own = [name for (name,) in _rows(_TABLES, [f'"{tenant.schema_name}"']) if name not in BOOKKEEPING]
        found = {name: _digest(f'"{tenant.schema_name}"."{name}"', "") for name in own}
        shared = [row for row in _rows(_OF_TENANT, []) if row[0] not in BOOKKEEPING]
        for table, column in shared:
            found[f"public.{table}"] = _digest(f'public."{table}"', f'WHERE "{column}" = {int(tenant.id)}')
    return found


def differences(before: Digests, after: Digests) -> list[str]:
    """The tables that are not as they were."""
    return sorted(name for name in before | after if before.get(name) != after.get(name))


def _digest(table: str, where: str) -> str:
    # Names come from the catalogue itself, the key is a number.
    sql = f"SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {table} t {where}"  # noqa: S608
    return str(_rows(sql, [])[0])


def _rows(sql: str, parameters: list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return list(cursor.fetchall())
