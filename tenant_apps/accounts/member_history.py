"""What happened to a member, as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.history import EventRecord

from .roles import Role

_SENTENCES: dict[str, tuple[str | Promise, str, str]] = {
    "join": (_("Account made"), "user-plus", "info"),
    "invite": (_("Invited"), "mail", "info"),
    "invite again": (_("Invited again"), "mail", "info"),
    "set first password": (_("Came in for the first time"), "log-in", "pos"),
    "change role": (_("Role changed"), "shield", "info"),
    "deactivate": (_("Switched off"), "user-x", "neg"),
    "reactivate": (_("Switched on again"), "user-check", "pos"),
    "end sessions": (_("Signed out everywhere"), "log-out", "warn"),
    "set password": (_("A password was set by somebody else"), "key-round", "warn"),
    "require second step": (_("What is asked of the second step changed"), "shield-check", "info"),
    "reset second step": (_("The second step was reset"), "shield-off", "warn"),
    "edit profile": (_("Profile changed"), "pencil", "mute"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    text: str
    at: datetime
    icon: str
    tone: str
    note: str


def told(events: Iterable[EventRecord]) -> list[Happening]:
    """Events that people understand, in the reader's language; others are left out."""
    return [_tell(event) for event in events if event.verb in _SENTENCES]


def _tell(event: EventRecord) -> Happening:
    sentence, icon, tone = _SENTENCES[event.verb]
    after = str(event.data.get("after", ""))
    if after in Role.values:
        after = str(Role(after).label)
    note = " · ".join(part for part in (after, event.actor_label, event.reason) if part)
    return Happening(str(sentence), event.at, icon, tone, note)
