"""The devices on which a person is signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from .models import User


def live_sessions(person: User) -> QuerySet[UserSession]:
    """The person's sessions that still open something, newest first."""
    open_now = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.filter(user=person, session_key__in=open_now).order_by("-created_at")


def end_sessions(person: User, *, keep: str, only: str = "") -> int:
    """Sign the person out everywhere but in the session `keep`, or in the one session whose id is `only`."""
    chosen = UserSession.objects.filter(user=person).exclude(session_key=keep)
    if only:
        chosen = chosen.filter(pk=only) if only.isdigit() else chosen.none()
    keys = list(chosen.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    chosen.delete()
    return len(keys)
