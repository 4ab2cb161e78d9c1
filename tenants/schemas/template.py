"""Template SQL: an empty, migrated schema of a kind in one round trip (PERFORMANCE, mechanism 1)."""

from __future__ import annotations

from django.db import connection, transaction

from tenants.context import acting_in, acting_on_shared_data
from tenants.models import SchemaTemplate, SpareSchema

from .catalog import read_catalog
from .database import exclusively
from .ddl import CannotReplay, write_ddl
from .plans import plan_of
from .records import bare_record
from .seed import read_seed
from .stock import migrate_here

_OLD_TEMPLATES_KEPT = 3


def template_sql(kind: str) -> str:
    """The template of the migrations on disk; built first when nobody has yet. Raises `CannotReplay`."""
    with acting_on_shared_data():
        return _stored(kind) or _build(kind)


def drop_schema(schema: str) -> None:
    """Remove a schema that belongs to no tenant."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(schema)} CASCADE")


def create_schema(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(schema)}")


def _stored(kind: str) -> str | None:
    found = SchemaTemplate.objects.filter(kind=kind, fingerprint=plan_of(kind).fingerprint)
    return found.values_list("sql", flat=True).first()


def _build(kind: str) -> str:
    """Migrate an empty schema, read it, remove it. One process at a time; the others wait for its result."""
    schema = f"template_{kind}"
    with exclusively(schema):
        return _stored(kind) or _keep(kind, _read_spare(kind) or _read_fresh(schema, kind))


def _read_spare(kind: str) -> str | None:
    """From a spare schema, which is empty and migrated too: after an upgrade that is the shorter way."""
    spares = SpareSchema.objects.filter(kind=kind, fingerprint=plan_of(kind).fingerprint)
    with transaction.atomic():
        spare = spares.select_for_update(skip_locked=True).first()
        return _read(spare.schema_name, kind) if spare else None


def _read_fresh(schema: str, kind: str) -> str:
    drop_schema(schema)
    create_schema(schema)
    try:
        with acting_in(bare_record(schema, kind), unfinished=True):
            migrate_here(schema, kind, ledger=False)
        return _read(schema, kind)
    finally:
        drop_schema(schema)


def _read(schema: str, kind: str) -> str:
    with acting_in(bare_record(schema, kind), unfinished=True):
        catalog = read_catalog()
        sql = write_ddl(catalog, read_seed(catalog))
    if schema in sql:
        raise CannotReplay(f"a definition names the schema {schema}")
    return sql


def _keep(kind: str, sql: str) -> str:
    with transaction.atomic():
        SchemaTemplate.objects.create(kind=kind, fingerprint=plan_of(kind).fingerprint, sql=sql)
        newest = SchemaTemplate.objects.filter(kind=kind).order_by("-pk").values_list("pk", flat=True)
        SchemaTemplate.objects.filter(kind=kind).exclude(pk__in=list(newest[:_OLD_TEMPLATES_KEPT])).delete()
    return sql
