"""The devices on which a person is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from shared_apps.crossings.door import call_off_by
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from .models import User

SEEN_EVERY = timedelta(minutes=5)
_A_DAY = 86_400

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
    seen: datetime
    is_this: bool


def devices_of(person: User, *, current_key: str) -> list[Device]:
    """Where the person is signed in now, the latest seen first. Crossings are not sign-ins: none is among them."""
    open_now = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    sessions = UserSession.objects.filter(user=person, session_key__in=open_now).order_by(
        "-last_seen_at", "-pk"
    )
    return [_device(row, is_this=row.session_key == current_key) for row in sessions]


@transaction.atomic
def sign_out(person: User, *, keep: str, only: str = "", by: Actor) -> int:
    """Sign the person out everywhere but in the session `keep`, or on the one device whose key is `only`.

    In force from the next request. Raises `NotWhileActing`.
    """
    only_oneself(by)
    chosen = UserSession.objects.filter(user=person).exclude(session_key=keep)
    if only:
        chosen = chosen.filter(pk=only) if only.isdecimal() and len(only) < 19 else chosen.none()
    keys = list(chosen.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    chosen.delete()
    if not only:
        # What the person has open as somebody else is theirs too.
        call_off_by(person.uuid, by=by)
    if keys:
        record(person, "sign out", by=by, devices=len(keys))
    return len(keys)


def seen(session_key: str) -> None:
    """Note that the session is in use: rarely, for the list of devices needs no more.

    The first look only remembers the time, so that a page costs no write.
    """
    key = f"seen:{session_key}"
    noted = cache.get(key)
    if noted is None or now() - noted > SEEN_EVERY:
        cache.set(key, now(), timeout=_A_DAY)
        if noted is not None:
            UserSession.objects.filter(session_key=session_key).update(last_seen_at=now())


def _device(row: UserSession, *, is_this: bool) -> Device:
    at = row.last_seen_at
    return Device(row.pk, name_of(row.user_agent), row.ip, row.created_at, at, is_this)


def name_of(user_agent: str) -> str:
    """Browser and system, such as "Firefox · Android"; the beginning of the text where neither is known."""
    found = [
        next((name for mark, name in names.items() if mark in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(part for part in found if part) or user_agent[:40] or "—"
