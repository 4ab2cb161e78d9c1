"""Which tables hold a tenant's rows: those of its schema, and the shared ones that lead to it by foreign keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.apps import apps
from django.db.models import ForeignKey, Model, Q

from tenants.models import Tenant
from tenants.records import RESELLER
from tenants.schemas.plans import labels_of

from .secrets import LEFT_OUT


def own_tables() -> list[type[Model]]:
    """The tables of a reseller's schema."""
    labels = labels_of(RESELLER)
    return [model for model in _every() if model._meta.app_label in labels]


@lru_cache(maxsize=1)
def shared_tables() -> dict[type[Model], tuple[str, ...]]:
    """The shared tables with a tenant's rows, and by which fields these lead to the tenant."""
    labels = labels_of("public")
    models = [model for model in _every() if model._meta.app_label in labels]
    found = {model: direct for model in models if (direct := _leading_to(model, Tenant))}
    while more := {model: way for model in models if model not in found and (way := _way_over(model, found))}:
        found |= more
    return found


def of_tenant(ways: Sequence[str], tenant_id: int) -> Q:
    """The condition that a shared row is the tenant's."""
    wanted = Q()
    for way in ways:
        wanted |= Q(**{way: tenant_id})
    return wanted


def written(models: Sequence[type[Model]]) -> list[type[Model]]:
    """Those of the tables that go into an export."""
    return [model for model in models if model._meta.label not in LEFT_OUT]


def _every() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def _leading_to(model: type[Model], target: type[Model]) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is target
    )


def _way_over(model: type[Model], found: dict[type[Model], tuple[str, ...]]) -> tuple[str, ...]:
    """By way of a table that leads to the tenant; a field that is always filled is preferred."""
    links = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in found
    ]
    for field in sorted(links, key=lambda each: each.null):
        return tuple(f"{field.name}__{way}" for way in found[field.related_model])
    return ()
