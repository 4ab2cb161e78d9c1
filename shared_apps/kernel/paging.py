"""Pages of a long list by key, not by number: each costs the same, and rows that arrive move nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, newest first, and the cursors of the pages beside it (empty for none)."""

    rows: Sequence[Row]
    newer: str
    older: str

    def __bool__(self) -> bool:
        return bool(self.rows)


def page_of(
    rows: QuerySet[Row],
    query: Mapping[str, str],
    *,
    size: int = SIZE,
    order: str = "pk",
    name: str = "uuid",
    rises: bool = False,
) -> Page[Row]:
    """The page that `query` asks for: `?after=<name of a row>`, `?before=<name>`, or the first one.

    Rows are ordered by `order` (a field or an annotation that is never null) and key: newest first, or the other
    way round where it `rises`. `name` is the field that stands in addresses. A cursor that names no row of the
    list gives the first page.
    """
    after, before = query.get("after", ""), query.get("before", "")
    cursor = _row_named(rows, name, after or before)
    ways, signs = (("gt", "lt"), ("", "-")) if rises else (("lt", "gt"), ("-", ""))
    if cursor is not None and not after:
        newer = rows.filter(_beyond(cursor, order, ways[1])).order_by(f"{signs[1]}{order}", f"{signs[1]}pk")
        found = list(newer[: size + 1])
        return _page(found[:size][::-1], has_newer=len(found) > size, has_older=True, name=name)
    older = rows if cursor is None else rows.filter(_beyond(cursor, order, ways[0]))
    found = list(older.order_by(f"{signs[0]}{order}", f"{signs[0]}pk")[: size + 1])
    return _page(found[:size], has_newer=cursor is not None, has_older=len(found) > size, name=name)


def _beyond(cursor: Model, order: str, way: str) -> Q:
    if order == "pk":
        return Q((f"pk__{way}", cursor.pk))
    value = getattr(cursor, order)
    # The first condition is what lets the index begin at the cursor.
    return Q((f"{order}__{way}e", value)) & (Q((f"{order}__{way}", value)) | Q((f"pk__{way}", cursor.pk)))


def _page(shown: Sequence[Row], *, has_newer: bool, has_older: bool, name: str) -> Page[Row]:
    if not shown:
        return Page(shown, "", "")
    return Page(
        shown,
        newer=str(getattr(shown[0], name)) if has_newer else "",
        older=str(getattr(shown[-1], name)) if has_older else "",
    )


def _row_named(rows: QuerySet[Row], name: str, value: str) -> Row | None:
    if not value or "\x00" in value:
        return None
    try:
        return rows.filter((name, value)).order_by().first()
    except (ValidationError, ValueError):
        return None
