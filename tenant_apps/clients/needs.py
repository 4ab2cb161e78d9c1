"""What waits for a client: the first thing its portal shows. Apps above this one say what waits with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shared_apps.crossings import door as crossings
from shared_apps.kernel.money import Money
from tenant_apps.accounts.models import User

from .models import Client


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to see to: a sentence, where to do it and what the button says. Tones: neg, warn, info."""

    title: str
    url: str
    action: str
    icon: str
    tone: str = "warn"
    note: str = ""
    at: datetime | None = None
    amount: Money | None = None


Finder = Callable[[Client, User], Iterable[Need]]
_finders: list[Finder] = []
_TONES = {"neg": 0, "warn": 1}


def needs(finder: Finder) -> Finder:
    """Register a function that finds what waits for a client and may be seen to by one of its people."""
    _finders.append(finder)
    return finder


def needs_of(client: Client, person: User) -> list[Need]:
    """Everything that waits, the most urgent first; a constant number of queries for each finder."""
    found = [need for finder in _finders for need in finder(client, person)]
    return sorted(found, key=lambda need: _TONES.get(need.tone, 2))


@needs
def _approvals(client: Client, person: User) -> list[Need]:
    """Staff who ask to act for the client."""
    if not person.can("client.access"):
        return []
    return [
        Need(
            title=_("%(name)s asks to act for you") % {"name": visit.from_person_label},
            url=reverse("client_crossing", args=[visit.uuid]),
            action=_("Answer"),
            icon="eye",
            note=visit.reason,
        )
        for visit in crossings.waiting_visits(client.uuid)
    ]


@needs
def _deletion(client: Client, person: User) -> list[Need]:
    """The account is on its way out."""
    if client.deletes_at is None or not person.can("client.data"):
        return []
    title = _("Your account will be deleted")
    return [Need(title, reverse("client_data"), _("Keep it"), "trash-2", "neg", at=client.deletes_at)]
