"""How a person's row leaves a tenant's schema.

Django asks every table that ever points to a person, also those that only another kind of tenant has: the operator
signs people on elsewhere, a reseller does not. Here only the tables of this schema are asked.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.deletion import CASCADE, SET_NULL, ProtectedError

from tenants.context import current_tenant


@transaction.atomic
def delete_row(row: models.Model) -> None:
    """Delete a row and what goes with it, within the current tenant's own tables. Raises `ProtectedError`."""
    for relation in relations_to(type(row)):
        if _is_here(relation.related_model):
            _let_go(relation, row)
    rows: Any = type(row)._base_manager.filter(pk=row.pk)
    rows._raw_delete(rows.db)


def relations_to(model: type[models.Model]) -> list[Any]:
    """Every foreign key that points to a model, those without a way back from it too."""
    found = model._meta.get_fields(include_hidden=True)
    return [one for one in found if one.auto_created and not one.concrete and not one.many_to_many]


def _let_go(relation: Any, row: models.Model) -> None:
    pointing: Any = relation.related_model._base_manager.filter(**{relation.field.name: row})
    if not pointing.exists():
        return
    if relation.on_delete is CASCADE:
        pointing.delete()
    elif relation.on_delete is SET_NULL:
        pointing.update(**{relation.field.name: None})
    else:
        raise ProtectedError("Something still points to it.", set(pointing[:10]))


def _is_here(model: Any) -> bool:
    kind: Any = settings.TENANT_TYPES[current_tenant().kind]
    return apps.get_app_config(model._meta.app_label).name in kind["APPS"]
