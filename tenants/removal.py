"""The end of a tenant's schema: dropped once, and only while its tenant is being deleted."""

from __future__ import annotations

from django.db import connection, transaction
from psycopg import sql

from .models import SchemaMigration, Tenant
from .schemas.template import drop_schema

# Nobody is inside any more; whoever still is (a back-up) is waited for later, not now.
LOCK_TIMEOUT = "5s"


class StillNeeded(RuntimeError):
    """The tenant is not being deleted: its schema stays."""


@transaction.atomic
def remove_schema(tenant_id: int) -> None:
    """Drop the schema and what the migration ledger says of it. Again, it does nothing.

    Raises `StillNeeded` unless the tenant is DELETING.
    """
    tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
    if tenant.status != Tenant.Status.DELETING:
        raise StillNeeded(tenant.status)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    drop_schema(tenant.schema_name)
    SchemaMigration.objects.filter(schema_name=tenant.schema_name).delete()


def count_rows(schema: str) -> dict[str, int]:
    """How many rows each table of a schema holds, by full names: nobody enters it. Empty where it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [schema])
        tables = [name for (name,) in cursor.fetchall()]
        counts = {}
        for table in tables:
            named = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
            cursor.execute(named.as_string(None))
            counts[table] = int(cursor.fetchone()[0])
        return counts


_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relkind = 'r' AND c.relname <> 'django_migrations' ORDER BY c.relname
"""
