"""Pages that cost the same however deep one reads: each begins after the last row of the one before."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.http import QueryDict

Row = TypeVar("Row", bound=models.Model)

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the addresses of the pages around them; empty where there is none."""

    rows: Sequence[Row]
    previous_url: str
    next_url: str


def page_of(rows: models.QuerySet[Row], query: QueryDict, *, order: str, size: int = SIZE) -> Page[Row]:
    """One page in the order of a field (`-field`: descending) and the key; a bad mark gives the first."""
    field, is_down = order.lstrip("-"), order.startswith("-")
    before = _mark(rows.model, field, query.get("before", ""))
    after = None if before else _mark(rows.model, field, query.get("after", ""))
    turned = is_down != bool(before)
    found = list(_from(rows, field, before or after, turned).order_by(*_order(field, turned))[: size + 1])
    has_more, shown = len(found) > size, found[:size]
    if before:
        shown.reverse()
    has_next, has_previous = (True, has_more) if before else (has_more, bool(after))
    return Page(
        shown,
        _url(query, "before", shown[0], field) if shown and has_previous else "",
        _url(query, "after", shown[-1], field) if shown and has_next else "",
    )


def _from(
    rows: models.QuerySet[Row], field: str, mark: list[Any] | None, is_down: bool
) -> models.QuerySet[Row]:
    if mark is None:
        return rows
    beyond = "lt" if is_down else "gt"
    # The first condition is what the index is entered by.
    return rows.filter(**{f"{field}__{beyond}e": mark[0]}).filter(
        models.Q(**{f"{field}__{beyond}": mark[0]}) | models.Q(**{f"pk__{beyond}": mark[1]})
    )


def _order(field: str, is_down: bool) -> tuple[str, str]:
    sign = "-" if is_down else ""
    return f"{sign}{field}", f"{sign}pk"


def _mark(model: type[models.Model], field: str, token: str) -> list[Any] | None:
    try:
        value, pk = json.loads(urlsafe_b64decode(token.encode()))
        if value is None or "\x00" in str(value):
            return None
        return [model._meta.get_field(field).to_python(value), int(pk)]  # type: ignore[union-attr]
    except (ValueError, TypeError, ValidationError, FieldDoesNotExist, OverflowError):
        return None


def _url(query: QueryDict, name: str, row: models.Model, field: str) -> str:
    value = getattr(row, field)
    shown = value.isoformat() if isinstance(value, datetime) else value
    changed = query.copy()
    for other in ("before", "after"):
        changed.pop(other, None)
    changed[name] = urlsafe_b64encode(json.dumps([shown, row.pk]).encode()).decode()
    return f"?{changed.urlencode()}"
