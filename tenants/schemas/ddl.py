"""Writes the SQL that makes a schema again, compacted: keys and checks lie inside CREATE TABLE."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import connection

from .catalog import Catalog, Column

LEDGER_TABLE = "django_migrations"
_IDENTITY = {"a": "ALWAYS", "d": "BY DEFAULT"}
_GENERATED = {"s": "STORED", "v": "VIRTUAL"}
_FOREIGN = "f"
_VARCHARS = r"\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]::text\[\]\)"
_ANY_OF = re.compile(rf"::text = ANY {_VARCHARS}")
_NONE_OF = re.compile(rf"::text <> ALL {_VARCHARS}")


class CannotReplay(RuntimeError):
    """The schema holds what a template cannot make again; Django's own executor must build it."""


def write_ddl(catalog: Catalog, seed: list[str]) -> str:
    """One script of statements without schema names."""
    if catalog.strangers:
        raise CannotReplay(", ".join(catalog.strangers))
    indexes = [as_written(index) for index in catalog.indexes]
    parts = [
        *_tables(catalog),
        *seed,
        *indexes,
        *_foreign_keys(catalog),
        *catalog.functions,
        *catalog.triggers,
    ]
    return ";\n".join(parts) + ";\n"


def as_written(definition: str) -> str:
    """`status IN ('a', 'b')` again: PostgreSQL prints it in a form that it does not read as the same."""
    found = _ANY_OF.sub(lambda match: f" IN ({_bare(match[1])})", definition)
    return _NONE_OF.sub(lambda match: f" NOT IN ({_bare(match[1])})", found)


def _bare(values: str) -> str:
    return values.replace("'::character varying", "'")


def _tables(catalog: Catalog) -> Iterator[str]:
    for table, columns in catalog.columns.items():
        lines = [_column(table, column) for column in columns]
        lines += [
            f"CONSTRAINT {_quoted(each.name)} {as_written(each.definition)}"
            for each in catalog.constraints.get(table, [])
            if each.type != _FOREIGN
        ]
        yield f"CREATE TABLE {_quoted(table)} ({', '.join(lines)})"


def _foreign_keys(catalog: Catalog) -> Iterator[str]:
    for table, constraints in catalog.constraints.items():
        added = [
            f"ADD CONSTRAINT {_quoted(each.name)} {each.definition}"
            for each in constraints
            if each.type == _FOREIGN
        ]
        if added:
            yield f"ALTER TABLE {_quoted(table)} {', '.join(added)}"


def _column(table: str, column: Column) -> str:
    words = [_quoted(column.name), column.type]
    if column.collation:
        words.append(f"COLLATE {column.collation}")
    if column.identity:
        words.append(f"GENERATED {_IDENTITY[column.identity]} AS IDENTITY{_sequence(table, column)}")
    elif column.generated:
        words.append(f"GENERATED ALWAYS AS ({column.default}) {_GENERATED[column.generated]}")
    elif column.default is not None:
        words.append(f"DEFAULT {column.default}")
    if column.not_null:
        words.append("NOT NULL")
    return " ".join(words)


def _sequence(table: str, column: Column) -> str:
    if column.sequence in (None, f"{table}_{column.name}_seq"):
        return ""
    return f" (SEQUENCE NAME {_quoted(column.sequence)})"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
