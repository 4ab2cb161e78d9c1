"""The session of a crossing: a new one that holds the crossing's uuid and ends with it."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from .cards import OpenCrossing
from .models import Crossing

NAME = "crossing"
PARKED = "crossing_parked"
# So long after its end the browser still finds its way back to the session it came from.
WAY_BACK = timedelta(hours=8)


def begin(request: HttpRequest, crossing: Crossing, person: Any) -> None:
    """Sign in as `person`, quietly: nothing that a sign-in sets off happens, no device of theirs appears.

    Whoever was signed in on this host in this browser is signed out, but staff of the same office come back
    to their own session when they stop.
    """
    card = crossing.card()
    parked = _to_park(request, crossing)
    if parked:
        request.session = _store()
    else:
        request.session.flush()
    session = request.session
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[NAME] = str(crossing.uuid)
    if parked:
        session[PARKED] = parked
    session.set_expiry(_until(card, bool(parked)))
    rotate_token(request)


def leave(request: HttpRequest) -> bool:
    """Forget the crossing's session and take up the parked one; whether there was one."""
    parked = request.session.get(PARKED, "")
    request.session.flush()
    own = _store(parked) if parked else None
    if own is None or not own.exists(parked) or SESSION_KEY not in own:
        return False
    own.modified = True
    request.session = own
    return True


def _to_park(request: HttpRequest, crossing: Crossing) -> str:
    """The key of the session in which the person asked, when it is one of this very host."""
    person: Any = request.user
    is_theirs = getattr(person, "uuid", None) == crossing.from_person_uuid
    if crossing.from_tenant_id != crossing.to_tenant_id or not is_theirs or NAME in request.session:
        return ""
    return request.session.session_key or ""


def _until(card: OpenCrossing, has_way_back: bool) -> Any:
    return card.ends_at + WAY_BACK if has_way_back else card.ends_at


def _store(key: str | None = None) -> SessionBase:
    made: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return made
