"""Introspection of one schema. Tables of `public` are visible in a tenant, yet they are not the tenant's."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import introspection

_TABLES_OF_THIS_SCHEMA = """
    SELECT c.relname,
           CASE WHEN c.relispartition THEN 'p' WHEN c.relkind IN ('m', 'v') THEN 'v' ELSE 't' END,
           obj_description(c.oid, 'pg_class')
    FROM pg_catalog.pg_class c
    WHERE c.relkind IN ('f', 'm', 'p', 'r', 'v') AND c.relnamespace = current_schema()::regnamespace
"""


class SchemaIntrospection(introspection.DatabaseIntrospection):
    """Lists the tables of the schema in force alone: `public.django_migrations` is not a tenant's."""

    def get_table_list(self, cursor: Any) -> list[Any]:
        cursor.execute(_TABLES_OF_THIS_SCHEMA)
        return [introspection.TableInfo(*row) for row in cursor.fetchall()]
