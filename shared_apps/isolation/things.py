"""Everything of a tenant that an address could name, found by looking at the models themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from tenants.context import acting_in
from tenants.models import Tenant
from tenants.records import TenantRecord

MOST_ROWS = 6
_NAMES = frozenset(
    {"code", "slug", "key", "digest", "sha256", "sku", "token", "number", "share_key", "proof", "host"}
)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Thing:
    """One row: its model's name and the values by which an address may name it, by converter."""

    model: str
    values: dict[str, tuple[str, ...]]


def things_of(tenant: TenantRecord) -> list[Thing]:
    """The first and last rows of every table of a tenant, and of its rows in shared tables."""
    with acting_in(tenant):
        return [_thing(row) for queryset in _querysets(tenant) for row in _some(queryset)]


def agenda_of(tenant: TenantRecord) -> list[tuple[str, dict[str, Any]]]:
    """A payload of each task that was ever scheduled for a tenant."""
    from shared_apps.agenda.models import Entry

    with acting_in(tenant):
        found = Entry.objects.filter(tenant_id=tenant.id).order_by("-pk")[:400]
        return list(
            {task: (task, payload) for task, payload in found.values_list("task", "payload")}.values()
        )


def _querysets(tenant: TenantRecord) -> Iterator[models.QuerySet[Any]]:
    own = set(settings.TENANT_TYPES[tenant.kind]["APPS"])
    for model in apps.get_models():
        manager = model._base_manager
        if apps.get_app_config(model._meta.app_label).name in own:
            yield manager.all()
        elif path := _path_to_tenant(model):
            yield manager.filter(**{path: tenant.id})


def _path_to_tenant(model: type[models.Model], depth: int = 2) -> str:
    """The look-up that leads from a shared row to its tenant; empty where none does."""
    for field in model._meta.concrete_fields:
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if target is Tenant:
            return f"{field.name}_id"
        if depth > 1 and isinstance(target, type) and (further := _path_to_tenant(target, depth - 1)):
            return f"{field.name}__{further}"
    return ""


def _some(queryset: models.QuerySet[Any]) -> list[Any]:
    binaries = [f.name for f in queryset.model._meta.concrete_fields if isinstance(f, models.BinaryField)]
    rows = queryset.defer(*binaries) if binaries else queryset
    return [*rows.order_by("pk")[:MOST_ROWS], *rows.order_by("-pk")[:2]]


def _thing(row: models.Model) -> Thing:
    found: dict[str, list[str]] = {"uuid": [], "int": [], "slug": [], "str": []}
    for field in row._meta.concrete_fields:
        if field.name not in row.__dict__ and field.attname not in row.__dict__:
            continue
        value = getattr(row, field.attname)
        if isinstance(field, models.UUIDField) and value and (field.unique or field.primary_key):
            found["uuid"].append(str(value))
        elif field.primary_key and isinstance(value, int):
            found["int"].append(str(value))
        elif field.name in _NAMES and isinstance(value, str) and 0 < len(value) <= _LONGEST:
            found["slug"].append(value)
    found["str"] = found["slug"]
    return Thing(row._meta.model_name or "", {kind: tuple(values) for kind, values in found.items()})
