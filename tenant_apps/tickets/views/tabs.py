"""Tabs over lists of tickets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ..models import Ticket


def status_tabs(query: QueryDict, counts: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """A tab for all and one for each status; other filters stay."""
    labels = [("", _("All")), *((value, str(label)) for value, label in Ticket.Status.choices)]
    return [
        {
            "label": label,
            "url": f"?{_with_status(query, value)}",
            "current": value == query.get("status", ""),
            "count": (counts or {}).get(value),
        }
        for value, label in labels
    ]


def _with_status(query: QueryDict, status: str) -> str:
    changed = query.copy()
    for name in ("status", "before", "after"):
        changed.pop(name, None)
    if status:
        changed["status"] = status
    return changed.urlencode()
