"""The rows that migrations leave in an empty schema: the migration record, and what data migrations wrote."""

from __future__ import annotations

from django.db import connection

from .catalog import Catalog, Column
from .ddl import LEDGER_TABLE, CannotReplay


def read_seed(catalog: Catalog) -> list[str]:
    """INSERT statements for every table of the schema in force that has rows."""
    statements: list[str] = []
    for table, columns in catalog.columns.items():
        statements += _rows_of(table, columns)
    return statements


def _rows_of(table: str, columns: list[Column]) -> list[str]:
    kept = [each for each in columns if not each.generated]
    names = ", ".join(connection.ops.quote_name(each.name) for each in kept)
    rows = _literals(table, names)
    if not rows:
        return []
    if table == LEDGER_TABLE:
        return [_migration_record(table)]
    if any(each.type == "uuid" for each in columns):
        # A copy would give every tenant the same uuid.
        raise CannotReplay(f"seed rows with a uuid in {table}")
    inserted = f"INSERT INTO {_quoted(table)} ({names}) VALUES {', '.join(rows)}"  # noqa: S608
    return [inserted, *_sequences(table, kept)]


def _literals(table: str, names: str) -> list[str]:
    # PostgreSQL writes the literals: every value as text, cast back by the column that takes it.
    values = f"unnest(ARRAY[{_as_text(names)}]) WITH ORDINALITY v(value, n)"
    row = f"(SELECT string_agg(quote_nullable(v.value), ', ' ORDER BY v.n) FROM {values})"  # noqa: S608
    return _column(f"SELECT '(' || {row} || ')' FROM {_quoted(table)} ORDER BY 1")  # noqa: S608


def _migration_record(table: str) -> str:
    rows = _column(f"SELECT format('(%L, %L, now())', app, name) FROM {_quoted(table)} ORDER BY id")  # noqa: S608
    return f"INSERT INTO {_quoted(table)} (app, name, applied) VALUES {', '.join(rows)}"  # noqa: S608


def _column(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def _sequences(table: str, columns: list[Column]) -> list[str]:
    return [
        f"SELECT setval(pg_get_serial_sequence('{_quoted(table)}', '{each.name}'), "  # noqa: S608
        f"(SELECT max({_quoted(each.name)}) FROM {_quoted(table)}))"
        for each in columns
        if each.identity
    ]


def _as_text(names: str) -> str:
    return ", ".join(f"{name}::text" for name in names.split(", "))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
