"""The kinds of probes and what pages call them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "objects": _("Pages of single things"),
    "clients": _("Things of another client"),
    "pages": _("Pages and lists"),
    "exports": _("Exports"),
    "files": _("Files and documents"),
    "api": _("API"),
    "forms": _("Forms that name a thing"),
    "sessions": _("Sessions"),
    "tokens": _("Links and tokens"),
    "cache": _("Cache"),
    "tasks": _("Tasks"),
    "writes": _("Tables that stay as they were"),
}


def label_of(kind: str) -> Any:
    return KINDS.get(kind, kind)
