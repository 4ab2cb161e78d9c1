"""What the office's lists share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _


def status_tabs(query: QueryDict, choices: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """A tab for all and one for each status; the present one is marked."""
    here = query.get("status", "")
    tabs = [("", _("All")), *((value, str(label)) for value, label in choices)]
    return [
        {"label": label, "url": f"?status={value}" if value else "?", "current": value == here}
        for value, label in tabs
    ]


def wished_order(query: QueryDict, sorts: dict[str, str], otherwise: str) -> str:
    """The field to sort by from `sort`, when it is one of those offered."""
    sort = query.get("sort", "")
    field = sorts.get(sort.lstrip("-"))
    return ("-" if sort.startswith("-") else "") + field if field else otherwise
