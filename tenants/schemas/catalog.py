"""Reads what the schema in force holds from PostgreSQL's catalogue, with names as a replay needs them.

The schema stands first in the search path, so PostgreSQL's own deparsing leaves its name out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection

_HERE = "current_schema()::regnamespace"

_COLUMNS = f"""
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
           a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid, true),
           CASE WHEN a.attcollation <> t.typcollation THEN quote_ident(o.collname) END,
           CASE WHEN a.attidentity <> '' THEN s.relname END
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation o ON o.oid = a.attcollation
    LEFT JOIN pg_depend i ON i.refobjid = c.oid AND i.refobjsubid = a.attnum AND i.deptype = 'i'
                         AND i.classid = 'pg_class'::regclass AND i.refclassid = 'pg_class'::regclass
    LEFT JOIN pg_class s ON s.oid = i.objid AND s.relkind = 'S'
    WHERE c.relnamespace = {_HERE} AND c.relkind = 'r'
    ORDER BY c.relname, a.attnum
"""  # noqa: S608
_CONSTRAINTS = f"""
    SELECT c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid, true)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.connamespace = {_HERE} AND k.contype IN ('p', 'u', 'c', 'x', 'f')
    ORDER BY c.relname, array_position(ARRAY['p', 'u', 'x', 'c', 'f'], k.contype::text), k.conname
"""  # noqa: S608
_INDEXES = f"""
    SELECT pg_get_indexdef(i.indexrelid, 0, true)
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
    WHERE x.relnamespace = {_HERE}
      AND NOT EXISTS (
        SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
    ORDER BY x.relname
"""  # noqa: S608
_FUNCTIONS = f"""
    SELECT pg_get_functiondef(oid), pronamespace::regnamespace::text FROM pg_proc
    WHERE pronamespace = {_HERE} ORDER BY proname, oid
"""  # noqa: S608
_TRIGGERS = f"""
    SELECT pg_get_triggerdef(g.oid, true) FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
    WHERE c.relnamespace = {_HERE} AND NOT g.tgisinternal ORDER BY c.relname, g.tgname
"""  # noqa: S608
_STRANGERS = f"""
    SELECT 'relation ' || relname FROM pg_class c WHERE relnamespace = {_HERE}
       AND (relkind NOT IN ('r', 'i', 'S') OR relpersistence <> 'p' OR relrowsecurity
            OR reloptions IS NOT NULL
            OR relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype = 'i'))
    UNION ALL
    SELECT 'type ' || typname FROM pg_type WHERE typnamespace = {_HERE} AND typtype IN ('d', 'e', 'm')
    UNION ALL
    SELECT 'comment on ' || relname FROM pg_description JOIN pg_class c ON c.oid = objoid
     WHERE classoid = 'pg_class'::regclass AND relnamespace = {_HERE}
"""  # noqa: S608


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    not_null: bool
    identity: str
    generated: str
    default: str | None
    collation: str | None
    sequence: str | None


@dataclass(frozen=True)
class Constraint:
    name: str
    type: str
    definition: str


@dataclass(frozen=True)
class Catalog:
    """One schema: tables by name, and the definitions of everything else in the order of a replay."""

    columns: dict[str, list[Column]]
    constraints: dict[str, list[Constraint]]
    indexes: list[str]
    functions: list[str]
    triggers: list[str]
    strangers: list[str]


def read_catalog() -> Catalog:
    """The schema in force; `strangers` are objects that a replay would lose."""
    return Catalog(
        columns=_grouped(_COLUMNS, Column),
        constraints=_grouped(_CONSTRAINTS, Constraint),
        indexes=[row[0] for row in _rows(_INDEXES)],
        functions=[definition.replace(f"{schema}.", "", 1) for definition, schema in _rows(_FUNCTIONS)],
        triggers=[row[0] for row in _rows(_TRIGGERS)],
        strangers=[row[0] for row in _rows(_STRANGERS)],
    )


def _grouped(sql: str, shape: Any) -> dict[str, list[Any]]:
    tables: dict[str, list[Any]] = defaultdict(list)
    for table, *rest in _rows(sql):
        tables[table].append(shape(*rest))
    return dict(tables)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
