"""Reads a tenant's rows in batches by key: the memory used does not grow with the table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.db.models import Model, Q

from tenants.context import acting_in, acting_in_stopped
from tenants.records import TenantRecord

from .secrets import is_written

BATCH = 500

Row = dict[str, Any]


def inside(tenant: TenantRecord) -> AbstractContextManager[TenantRecord]:
    """In the tenant's schema, though it may be stopped. Raises `TenantUnavailable` once it is being deleted."""
    return acting_in_stopped(tenant) if tenant.is_stopped else acting_in(tenant)


def fields_of(model: type[Model]) -> list[str]:
    """The columns of a table that an export holds, in order."""
    return [field.attname for field in model._meta.concrete_fields if is_written(field)]


def batches(model: type[Model], wanted: Q) -> Iterator[list[Row]]:
    """The rows of a table in the order of their keys, as they are when their batch is read."""
    key = model._meta.pk.attname
    rows = model._base_manager.filter(wanted).order_by("pk").values(*{*fields_of(model), key})
    last: Any = None
    while found := list((rows if last is None else rows.filter(pk__gt=last))[:BATCH]):
        last = found[-1][key]
        yield found
