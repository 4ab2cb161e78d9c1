"""SQL that notes migrations as applied, in the schema's own record and in the ledger alike."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from tenants.context import PUBLIC
from tenants.models import SchemaMigration

from .ddl import LEDGER_TABLE
from .plans import Key


def book_sql(schema: str, kind: str, keys: Sequence[Key]) -> str:
    """Two INSERTs with full names: neither can land in `public` by way of the search path."""
    return _record_sql(schema, keys) + ledger_sql(schema, kind, keys)


def _record_sql(schema: str, keys: Sequence[Key]) -> str:
    rows = sql.SQL(", ").join(sql.SQL("({}, {}, now())").format(app, name) for app, name in keys)
    table = sql.Identifier(schema, LEDGER_TABLE)
    return sql.SQL("INSERT INTO {} (app, name, applied) VALUES {};\n").format(table, rows).as_string(None)


def ledger_sql(schema: str, kind: str, keys: Sequence[Key]) -> str:
    """The ledger's part alone."""
    rows = sql.SQL(", ").join(
        sql.SQL("({}, {}, {}, {}, now())").format(schema, kind, app, name) for app, name in keys
    )
    table = sql.Identifier(PUBLIC, SchemaMigration._meta.db_table)
    columns = sql.SQL("schema_name, kind, app, name, applied_at")
    statement = sql.SQL("INSERT INTO {} ({}) VALUES {} ON CONFLICT DO NOTHING;\n")
    return statement.format(table, columns, rows).as_string(None)
