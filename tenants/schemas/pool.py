"""The warm pool: schemas made ahead of need, claimed by one row (PERFORMANCE, mechanism 2)."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from tenants.context import acting_on_shared_data
from tenants.models import SchemaMigration, SpareSchema, Tenant

from .building import new_schema_name, replay
from .ddl import CannotReplay
from .ledger import Group
from .plans import fingerprint_before, plan_of
from .records import bare_record
from .template import drop_schema, template_sql

_CLAIM = """
    WITH spare AS MATERIALIZED (
        SELECT id FROM tenants_spareschema WHERE kind = %s AND fingerprint = %s
        ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1
    )
    DELETE FROM tenants_spareschema s USING spare WHERE s.id = spare.id RETURNING s.schema_name
"""
_POOLED = Tenant.Kind.RESELLER
# Each new schema flushes the catalogue caches of every other connection for a moment.
PAUSE_SECONDS = 0.2


def claim(kind: str) -> str | None:
    """A ready schema, taken in the caller's transaction: a rollback puts it back. None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [kind, plan_of(kind).fingerprint])
        row = cursor.fetchone()
    return row[0] if row else None


def fill(*, pause: float = PAUSE_SECONDS, most: int | None = None) -> int:
    """Make spare schemas up to the number of the settings, one at a time. Returns how many were made.

    Where somebody else is at it already, it leaves it to them.
    """
    wanted = settings.SPARE_SCHEMAS if most is None else most
    made = 0
    with acting_on_shared_data():
        while _make_one_of(wanted):
            made += 1
            time.sleep(pause)
    return made


def adopt_migrated(group: Group, failed: set[str]) -> None:
    """Spare schemas of a group that was migrated are as good as new ones, if all they hold is of these files."""
    migrated = [each.schema_name for each in group.members if each.schema_name not in failed]
    before = fingerprint_before(group.kind, group.missing)
    spares = SpareSchema.objects.filter(schema_name__in=migrated, fingerprint=before)
    spares.update(fingerprint=plan_of(group.kind).fingerprint)


def discard_stale() -> int:
    """Remove spare schemas that other migrations made. Returns how many."""
    removed = 0
    for spare in SpareSchema.objects.exclude(fingerprint=plan_of(_POOLED).fingerprint):
        with transaction.atomic():
            if SpareSchema.objects.filter(pk=spare.pk).delete()[0]:
                SchemaMigration.objects.filter(schema_name=spare.schema_name).delete()
                drop_schema(spare.schema_name)
                removed += 1
    return removed


def _make_one_of(wanted: int) -> bool:
    """Make one spare schema in one transaction, if fewer than `wanted` are ready."""
    try:
        sql = template_sql(_POOLED)
    except CannotReplay:
        return False
    with transaction.atomic():
        if not _is_our_turn() or _ready().count() >= wanted:
            return False
        name = new_schema_name()
        replay(bare_record(name, _POOLED), sql)
        SpareSchema.objects.create(schema_name=name, kind=_POOLED, fingerprint=plan_of(_POOLED).fingerprint)
    return True


def _is_our_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('fill_pool', 0))")
        return bool(cursor.fetchone()[0])


def _ready() -> QuerySet[SpareSchema]:
    return SpareSchema.objects.filter(kind=_POOLED, fingerprint=plan_of(_POOLED).fingerprint)
