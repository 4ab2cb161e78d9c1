"""The link by which a new member of staff sets their first password. It dies when a password exists."""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature
from django.db import transaction

from shared_apps.kernel.history import record
from tenants.context import current_tenant
from tenants.hosts import portal_url
from tenants.tokens import sign, unsign

from .links import link
from .mail import mail
from .models import User
from .verbs.people import trust_email

_PURPOSE = "accounts.welcome"
LIFETIME = timedelta(days=7)


class WelcomeLinkSpent(Exception):
    """The link is forged, too old, of another tenant, or its person has a password already."""


def send_welcome(person: User, *, store: str = "") -> None:
    """Mail the person a link to set a password; once for each invitation, in the caller's transaction.

    An owner's mail leads to the Partner Store too: `store` is its path.
    """
    again = f":{person.invited_at.isoformat()}" if person.invited_at else ""
    mail(
        "account/welcome",
        email=person.email,
        name=person.name,
        language=person.language,
        context={
            "url": link("account_welcome", token=sign(_PURPOSE, str(person.uuid))),
            "days": LIFETIME.days,
            "store_url": portal_url(current_tenant(), store) if store else "",
        },
        key=f"welcome:{person.uuid}{again}",
    )


def person_of(token: str) -> User:
    """The person whom a welcome link was made for; raises `WelcomeLinkSpent`."""
    try:
        uuid = unsign(_PURPOSE, token, max_age=int(LIFETIME.total_seconds()))
    except BadSignature as forged:
        raise WelcomeLinkSpent from forged
    person = User.objects.filter(uuid=uuid, is_active=True).first()
    if person is None or person.has_usable_password():
        raise WelcomeLinkSpent
    return person


def set_first_password(person: User, password: str) -> User:
    """Set the password once, whoever else holds the link; raises `WelcomeLinkSpent` for the second."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        if locked.has_usable_password():
            raise WelcomeLinkSpent
        locked.set_password(password)
        locked.save(update_fields=["password"])
        trust_email(locked)
        record(locked, "set first password", by=locked.actor)
    return locked
