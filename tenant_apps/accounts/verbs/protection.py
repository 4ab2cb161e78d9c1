"""What an owner does for a member's account: a new password, the second step (REQUIREMENTS S2.49)."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.history import record

from ..devices import sign_out
from ..links import link
from ..mail import mail
from ..models import SecurityPolicy, User
from .people import trust_email
from .reach import lock, only_top, within_reach


def set_password(person: User, *, password: str, giver: User, by: Actor) -> None:
    """A new password for a member who cannot get in. All else that signs in dies with the old one: sessions, reset
    links, the invitation, passkeys, connected accounts. The member is told, and chooses their own after the next
    sign-in. Only for owners, never for oneself.
    """
    only_oneself(by)
    with transaction.atomic():
        giver = lock(person, giver)
        only_top(giver, person)
        within_reach(giver, of=person)
        was_invited = person.is_invited
        person.set_password(password)
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        if was_invited:
            trust_email(person)
        passkeys, connections = _remove_other_ways_in(person)
        sign_out(person, keep="", by=by)
        written = record(person, "set password", by=by, passkeys=passkeys, connections=connections)
        _tell(person, "account/password_set", by, f"password:{written.pk}")


def require_second_step(person: User, *, required: bool, giver: User, by: Actor) -> None:
    """Whether one member must use a second step, whatever is asked of the others. Only owners ask no longer."""
    only_oneself(by)
    with transaction.atomic():
        giver = lock(person, giver)
        within_reach(giver, of=person)
        if not required:
            only_top(giver)
        person.must_use_second_step = required
        person.save(update_fields=["must_use_second_step"])
        record(person, "require second step", by=by, required=required)


def require_second_step_of_all(*, required: bool, giver: User, by: Actor) -> None:
    """Whether all staff must use a second step. Only for owners."""
    only_oneself(by)
    with transaction.atomic():
        only_top(User.objects.select_for_update().get(pk=giver.pk))
        policy, _ = SecurityPolicy.objects.update_or_create(pk=1, defaults={"staff_second_step": required})
        record(policy, "require second step of all", by=by, required=required)


def reset_second_step(person: User, *, giver: User, by: Actor, reason: str = "") -> None:
    """Remove a lost second step: the member is told, is signed out, and sets up another one. Only for owners."""
    only_oneself(by)
    with transaction.atomic():
        giver = lock(person, giver)
        only_top(giver, person)
        within_reach(giver, of=person)
        Authenticator.objects.filter(user=person).delete()
        sign_out(person, keep="", by=by)
        written = record(person, "reset second step", by=by, reason=reason)
        _tell(person, "account/second_step_reset", by, f"second-step:{written.pk}")


def _remove_other_ways_in(person: User) -> tuple[int, int]:
    """Passkeys and connected accounts, which need no password; answers with how many of each."""
    passkeys, _ = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).delete()
    # Codes are the spare of a second step, never a step of their own.
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        Authenticator.objects.filter(user=person).delete()
    # Sign-on stands above accounts, so only the name of its relation is known here.
    connections, _ = person.connections.all().delete()
    return passkeys, connections


def _tell(person: User, template: str, by: Actor, key: str) -> None:
    context = {"person": by.label, "url": link("account_login"), "reset_url": link("account_reset_password")}
    mail(template, email=person.email, name=person.name, language=person.language, context=context, key=key)
