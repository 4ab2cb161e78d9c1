"""The browsers that a person has signed in with before: a sign-in from another one is told by mail.

A browser is known by a signed cookie of this host alone, which says nothing about anybody; the tenant's uuid is in
its salt, so that a copied cookie, or a copied schema, knows nobody (RELIABILITY 36).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse

from shared_apps.agenda.door import schedule
from shared_apps.kernel.clock import now
from tenants.tokens import sign, unsign

from .devices import name_of
from .links import link
from .mail import mail
from .models import KnownBrowser, User

COOKIE = "seen"
LIFETIME = timedelta(days=400)
_PURPOSE = "accounts.browser"


def browser_of(request: HttpRequest) -> UUID | None:
    """The browser's own name, from its cookie."""
    try:
        said = unsign(_PURPOSE, request.COOKIES.get(COOKIE, ""), max_age=int(LIFETIME.total_seconds()))
        return UUID(said)
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def is_known(request: HttpRequest, email: str) -> bool:
    """Whether the account of this address was signed in to with this browser before."""
    browser = browser_of(request)
    if browser is None:
        return False
    return KnownBrowser.objects.filter(browser=browser, user__email=email.lower()).exists()


def meet(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Remember the browser that `person` signed in with; tell them when it is not one of theirs.

    The first sign-in of all, which follows sign-up or an invitation, tells nothing.
    """
    browser = browser_of(request) or uuid4()
    agent, ip = request.headers.get("User-Agent", ""), get_adapter().get_client_ip(request)
    with transaction.atomic():
        is_first = not KnownBrowser.objects.filter(user=person).exists()
        _row, is_new = KnownBrowser.objects.update_or_create(
            user=person,
            browser=browser,
            defaults={"last_seen_at": now(), "name": name_of(agent), "ip": ip},
            create_defaults={"first_seen_at": now(), "last_seen_at": now(), "name": name_of(agent), "ip": ip},
        )
        if is_new:
            _forget_later(person)
        if is_new and not is_first:
            _tell(person, browser, name_of(agent), ip)
    _mark(response, browser)


def forget_old(person_uuid: str) -> int:
    """Forget the browsers that a person has not used for long; the last one stays, or the next would be the first."""
    mine = KnownBrowser.objects.filter(user__uuid=person_uuid)
    latest = mine.aggregate(at=Max("last_seen_at"))["at"]
    return mine.filter(last_seen_at__lt=now() - LIFETIME).exclude(last_seen_at=latest).delete()[0]


def _tell(person: User, browser: UUID, name: str, ip: str) -> None:
    mail(
        "account/new_device",
        email=person.email,
        name=person.name,
        language=person.language,
        context={
            "at": now().isoformat(),
            "device": name,
            "ip": ip,
            "url": link("usersessions_list"),
            "reset_url": link("account_reset_password"),
        },
        key=f"new-device:{person.uuid}:{browser}",
    )


def _forget_later(person: User) -> None:
    due = now() + LIFETIME + timedelta(days=1)
    schedule(
        "accounts.forget_browsers", {"person": str(person.uuid)}, key=f"{person.uuid}:{due:%Y-%m}", due_at=due
    )


def _mark(response: HttpResponse, browser: UUID) -> None:
    response.set_cookie(
        COOKIE,
        sign(_PURPOSE, str(browser)),
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
