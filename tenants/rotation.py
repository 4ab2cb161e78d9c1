"""Sealing anew, with the key in force, what older keys sealed (docs/security.md).

Safe while the platform runs: each value is written where it still is what was read, and a row that changed
meanwhile is read again. What is left to do is what the database holds, so a run may be stopped and begun anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from shared_apps.kernel.secrets import (
    SEALED_COLUMNS,
    SealedColumn,
    SecretUnreadable,
    current_key_id,
    open_sealed,
    seal,
)

from .context import acting_in, acting_on_shared_data
from .models import Tenant

BATCH = 200
Scope = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """One sealed column in one schema; `tenant` is None for shared data, whose rows name theirs."""

    name: str
    column: SealedColumn
    scope: Scope
    tenant: UUID | None

    def __str__(self) -> str:
        return f"{self.name}: {self.column}"


@dataclass(slots=True)
class Rotation:
    """What a run did: how many values it sealed, and the places and keys of those that do not open."""

    sealed: int = 0
    unreadable: list[str] = field(default_factory=list)


def places() -> Iterator[Place]:
    """Every sealed column of shared data and of each tenant that has a schema, whatever its status."""
    shared = [column for column in SEALED_COLUMNS if _app_of(column) in settings.SHARED_APPS]
    yield from (Place("public", column, acting_on_shared_data, None) for column in shared)
    with acting_on_shared_data():
        tenants = [tenant.as_record("") for tenant in Tenant.objects.order_by("pk") if _has_schema(tenant)]
    for tenant in tenants:
        own = settings.TENANT_TYPES[tenant.kind]["APPS"]
        for column in SEALED_COLUMNS:
            if column not in shared and _app_of(column) in own:
                scope = partial(acting_in, tenant, unfinished=True)
                yield Place(f"{tenant.slug} ({tenant.uuid})", column, scope, tenant.uuid)


def left_in(place: Place) -> int:
    """How many values of a place are not sealed with the key in force."""
    with place.scope():
        return _old(place.column).count()


def reseal(place: Place, into: Rotation, *, advance: Callable[[int], None]) -> None:
    """Seal every old value of a place anew; again until a look finds none but those that do not open."""
    with place.scope():
        while True:
            unreadable: list[str] = []
            moved = _pass(place, unreadable, advance)
            into.sealed += moved
            if not moved:
                into.unreadable += unreadable
                return


def _pass(place: Place, unreadable: list[str], advance: Callable[[int], None]) -> int:
    moved, last = 0, 0
    while batch := list(_old(place.column).filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in batch:
            try:
                done = _reseal_row(place, row)
            except SecretUnreadable:
                unreadable.append(f"{place}: {row.pk}")
            else:
                moved += done
                advance(done)
        last = batch[-1].pk
    return moved


def _reseal_row(place: Place, row: Any) -> int:
    """1 where the value was still what was read and is sealed anew, else 0: the next pass meets it again."""
    column = place.column
    context = column.context(row, place.tenant or row.tenant.uuid)
    before = getattr(row, column.column)
    if column.key:
        after = before | {column.key: seal(open_sealed(before[column.key], context), context)}
    else:
        after = seal(open_sealed(before, context), context)
    same = _model(column)._default_manager.filter(pk=row.pk, **{column.column: before})
    return same.update(**{column.column: after})


def _old(column: SealedColumn) -> models.QuerySet[Any]:
    """The rows whose value bears another key's id, with the tenant of a shared row."""
    model = _model(column)
    value = KT(f"{column.column}__{column.key}") if column.key else models.F(column.column)
    rows = model._base_manager.annotate(sealed_value=Cast(value, models.TextField()))
    rows = rows.filter(sealed_value__gt="").exclude(sealed_value__startswith=f"{current_key_id()}.")
    is_shared = _app_of(column) in settings.SHARED_APPS
    return rows.select_related("tenant") if is_shared else rows


def _model(column: SealedColumn) -> type[models.Model]:
    return apps.get_model(column.model)


def _app_of(column: SealedColumn) -> str:
    return str(_model(column)._meta.app_config.name)


def _has_schema(tenant: Tenant) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [tenant.schema_name])
        return bool(cursor.fetchone()[0])
