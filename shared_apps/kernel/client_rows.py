"""Shared rows that name a client of a tenant by its uuid: what is to follow when clients are merged or forgotten.

A table declares itself beside its model; a guard test asserts that every table with a `client_uuid` does. Nothing
here knows what the rows mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction


class Moved(TypedDict):
    """The keys of rows that moved, and the highest key that their table had then: what is higher came later."""

    keys: list[int]
    highest: int


@dataclass(frozen=True, slots=True)
class ClientRows:
    """A table with `client_uuid`; `tenant` is the path to its tenant, `names` the columns that hold what a client is
    called. `weighty` rows, such as payments, cannot be parted from what they are about once there are new ones.
    `chosen` is a flag that one row of a client has at most. `keys` are those of JSON columns that tell who it is.
    """

    model: str
    tenant: str = "tenant"
    names: tuple[str, ...] = ()
    is_weighty: bool = False
    chosen: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, tenant_id: int, client_uuid: UUID) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = apps.get_model(self.model)._base_manager.filter(
            **{f"{self.tenant}_id": tenant_id, "client_uuid": client_uuid}
        )
        return rows


CLIENT_ROWS: dict[str, ClientRows] = {}


def declare_client_rows(
    model: str,
    *,
    tenant: str = "tenant",
    names: tuple[str, ...] = (),
    is_weighty: bool = False,
    chosen: str = "",
    keys: Mapping[str, tuple[str, ...]] | None = None,
) -> None:
    """Tell of a table whose rows belong to clients; see `ClientRows`."""
    CLIENT_ROWS[model] = ClientRows(model, tenant, names, is_weighty, chosen, keys or {})


@transaction.atomic
def move_client_rows(tenant_id: int, source: UUID, target: UUID) -> dict[str, Moved]:
    """Give everything of one client to another one; what moved, by table.

    What the target has already, and cannot have twice, stays where it is.
    """
    moved = {}
    for rows in CLIENT_ROWS.values():
        if keys := _move(rows, tenant_id, source, target):
            moved[rows.model] = Moved(keys=keys, highest=highest(apps.get_model(rows.model)))
    return moved


@transaction.atomic
def move_client_rows_back(tenant_id: int, moved: Mapping[str, Moved], source: UUID, target: UUID) -> None:
    """Give back to `source` what went from it to `target` and is still there."""
    for model, memo in moved.items():
        rows = CLIENT_ROWS[model].of(tenant_id, target)
        rows.filter(pk__in=memo["keys"]).update(client_uuid=source)


def new_client_row(tenant_id: int, moved: Mapping[str, Moved], target: UUID) -> models.Model | None:
    """A weighty row of the client that came after those that were moved to it; None where there is none."""
    newer = (
        CLIENT_ROWS[model].of(tenant_id, target).filter(pk__gt=memo["highest"]).order_by("pk").first()
        for model, memo in moved.items()
        if CLIENT_ROWS[model].is_weighty
    )
    return next((row for row in newer if row is not None), None)


def highest(model: type[models.Model]) -> int:
    """The highest key of a table; 0 for an empty one."""
    found: int | None = model._base_manager.aggregate(highest=models.Max("pk"))["highest"]
    return found or 0


@transaction.atomic
def forget_client_names(tenant_id: int, client_uuid: UUID) -> None:
    """Blank what the client is called, everywhere."""
    for rows in CLIENT_ROWS.values():
        if rows.names:
            rows.of(tenant_id, client_uuid).update(**dict.fromkeys(rows.names, ""))
        for column, keys in rows.keys.items():
            _forget_keys(rows.of(tenant_id, client_uuid), column, keys)


def _forget_keys(rows: models.QuerySet[Any], column: str, keys: tuple[str, ...]) -> None:
    for row in rows.only("pk", column).iterator():
        said = getattr(row, column)
        if any(said.get(key) for key in keys):
            blank = {key: "" for key in keys if key in said}
            rows.filter(pk=row.pk).update(**{column: {**said, **blank}})


def _move(rows: ClientRows, tenant_id: int, source: UUID, target: UUID) -> list[int]:
    found = rows.of(tenant_id, source)
    if rows.chosen and rows.of(tenant_id, target).filter(**{rows.chosen: True}).exists():
        found.update(**{rows.chosen: False})
    keys: list[int] = list(found.order_by("pk").values_list("pk", flat=True))
    try:
        with transaction.atomic():
            found.update(client_uuid=target)
    except IntegrityError:
        keys = [key for key in keys if _moves_alone(found.filter(pk=key), target)]
    return keys


def _moves_alone(row: models.QuerySet[Any], target: UUID) -> bool:
    try:
        with transaction.atomic():
            return bool(row.update(client_uuid=target))
    except IntegrityError:
        return False
