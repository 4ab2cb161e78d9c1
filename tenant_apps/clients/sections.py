"""The tabs of a client's page in the office. Apps above this one add theirs when they are loaded.

In an app's `apps.py`: `ready` imports a module of its own that calls `add_section`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from tenant_apps.accounts.models import User

from .models import Client


@dataclass(frozen=True, slots=True)
class Section:
    """A tab: `url_name` takes the client's uuid; `count` costs one query for each page, so it is for what matters.

    `place` orders the tabs; those of this app stand at 10 (profile) to 50 and 130 to 150 (mails, notes, log).
    """

    name: str
    label: str | Promise
    url_name: str
    place: int
    permission: str = "clients.view"
    count: Callable[[Client], int] | None = None


_sections: dict[str, Section] = {}


def add_section(section: Section) -> None:
    """Have the section among the tabs; a second one of the same name takes its place."""
    _sections[section.name] = section


def tabs_of(client: Client, *, person: User, path: str) -> list[dict[str, Any]]:
    """The tabs that somebody may see, the present one marked, for `{% tabs %}`."""
    shown = sorted(_sections.values(), key=lambda section: (section.place, section.name))
    return [
        {
            "label": section.label,
            "url": (url := reverse(section.url_name, args=[client.uuid])),
            "count": _count(section, client),
            "current": path == url or (section.url_name != "office_client" and path.startswith(url)),
        }
        for section in shown
        if person.can(section.permission)
    ]


def url_of(name: str, client: Client) -> str:
    """The address of a client's tab; empty where there is none of the name."""
    section = _sections.get(name)
    return reverse(section.url_name, args=[client.uuid]) if section else ""


def _count(section: Section, client: Client) -> int | None:
    return (section.count(client) or None) if section.count else None
