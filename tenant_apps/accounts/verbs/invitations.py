"""Inviting people to work here, by mail."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..models import User
from ..queries import RoleChoice, role_choice
from ..seats import take_seat
from ..welcome import send_welcome
from .people import add_person
from .reach import RoleOutOfReach, lock, within_reach


class AddressTaken(ValueError):
    """Somebody of this tenant has the address."""


class NotInvited(ValueError):
    """The person has come in already, or the invitation was withdrawn."""


def invite(*, email: str, name: str, role: str, language: str, giver: User, by: Actor) -> User:
    """Mail somebody a link to set a password and work here, for a week.

    A withdrawn invitation of the same address is renewed. Raises `AddressTaken`, `RoleOutOfReach`, `NoSeatLeft`.
    """
    only_oneself(by)
    try:
        with transaction.atomic():
            chosen = _within_reach(role, giver)
            take_seat()
            person = _withdrawn(email) or add_person(
                email=email, name=name, role=chosen.role, language=language, by=by
            )
            person.name, person.language = name, language
            person.role, person.custom_role, person.is_active = chosen.role, chosen.custom, True
            person.save(update_fields=["name", "language", "role", "custom_role", "is_active"])
            _send(person, by)
            record(person, "invite", by=by, role=person.role_name)
    except IntegrityError as clash:
        if "user_email_once" in str(clash):
            raise AddressTaken(email) from clash
        raise
    return person


def resend_invitation(person: User, *, giver: User, by: Actor) -> None:
    """Another mail with another link; it works for a week from now. Raises `NotInvited`."""
    only_oneself(by)
    with transaction.atomic():
        _lock_invited(person, giver)
        _send(person, by)
        record(person, "invite again", by=by)


def withdraw_invitation(person: User, *, giver: User, by: Actor) -> None:
    """The link in the mail opens nothing any more. Raises `NotInvited`."""
    only_oneself(by)
    with transaction.atomic():
        _lock_invited(person, giver)
        person.is_active, person.invited_at = False, None
        person.save(update_fields=["is_active", "invited_at"])
        record(person, "withdraw invitation", by=by)


def _within_reach(role: str, giver: User) -> RoleChoice:
    chosen = role_choice(role)
    if chosen is None:
        raise RoleOutOfReach(role)
    within_reach(User.objects.select_for_update().get(pk=giver.pk), chosen.permissions)
    return chosen


def _withdrawn(email: str) -> User | None:
    return User.objects.withdrawn().select_for_update().filter(email=email.lower()).first()


def _lock_invited(person: User, giver: User) -> None:
    giver = lock(person, giver)
    if not person.is_invited:
        raise NotInvited
    within_reach(giver, of=person)


def _send(person: User, by: Actor) -> None:
    person.invited_at, person.invited_by = now(), by.label[:200]
    person.save(update_fields=["invited_at", "invited_by"])
    send_welcome(person)
