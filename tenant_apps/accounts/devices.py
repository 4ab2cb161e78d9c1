"""The devices on which a person is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from .models import User

# In this order: Edge and Opera also say Chrome, and everybody says Safari.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class Device:
    """A session as its owner sees it."""

    pk: int
    name: str
    ip: str
    since: datetime
    is_this: bool


def devices_of(person: User, *, current_key: str) -> list[Device]:
    """Where the person is signed in now, the latest first."""
    open_now = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    sessions = UserSession.objects.filter(user=person, session_key__in=open_now).order_by("-created_at")
    return [
        Device(row.pk, name_of(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in sessions
    ]


def sign_out(person: User, *, keep: str, only: str = "") -> int:
    """Sign the person out everywhere but in the session `keep`, or on the one device whose key is `only`."""
    chosen = UserSession.objects.filter(user=person).exclude(session_key=keep)
    if only:
        chosen = chosen.filter(pk=only) if only.isdecimal() and len(only) < 19 else chosen.none()
    keys = list(chosen.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    chosen.delete()
    return len(keys)


def name_of(user_agent: str) -> str:
    """Browser and system, such as "Firefox · Android"; the beginning of the text where neither is known."""
    found = [
        next((name for mark, name in names.items() if mark in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(part for part in found if part) or user_agent[:40] or "—"
