"""Accounts at providers and the people they sign in."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.accounts.joining import join, role_of_newcomers
from tenant_apps.accounts.models import User
from tenant_apps.accounts.verbs import trust_email

from ..models import Connection, Provider
from ..tokens import Identity


class AlreadyConnected(Exception):
    """The account signs somebody else in, or the person has another account of this provider."""


class AddressTaken(Exception):
    """Somebody here has this e-mail address."""


class LastWayIn(Exception):
    """Without a password nothing else would let the person in."""


@transaction.atomic
def connect(person: User, provider: Provider, identity: Identity, *, by: Actor) -> Connection:
    """Let an account sign a person in. The caller has seen that both are the same person's.

    Raises `AlreadyConnected`.
    """
    only_oneself(by)
    try:
        with transaction.atomic():
            made = Connection.objects.create(
                provider=provider,
                person=person,
                subject=identity.subject,
                email=identity.email,
                connected_at=now(),
                used_at=now(),
            )
    except IntegrityError as clash:
        raise AlreadyConnected from clash
    record(person, "connect_sign_in", by=by, provider=str(provider), email=identity.email)
    return made


@transaction.atomic
def disconnect(connection: Connection, *, by: Actor) -> None:
    """The account signs nobody in any more. Raises `LastWayIn` where the person has no password."""
    only_oneself(by)
    person = User.objects.select_for_update().get(pk=connection.person_id)
    if not person.has_usable_password():
        raise LastWayIn
    record(person, "disconnect_sign_in", by=by, provider=str(connection.provider), email=connection.email)
    connection.delete()


def note_use(connection: Connection) -> None:
    """Remember that the account has signed its person in."""
    Connection.objects.filter(pk=connection.pk).update(used_at=now())


def join_with(
    provider: Provider, identity: Identity, *, name: str, language: str, referral: str
) -> Connection:
    """A new client account without a password, as a sign-up would make it. Raises `AddressTaken`.

    The provider has said that the address is theirs; `referral` is a token.
    """
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                identity.email, None, name=name, role=role_of_newcomers(), language=language
            )
            trust_email(person)
            join(person, referral=referral)
            return connect(person, provider, identity, by=person.actor)
    except IntegrityError as clash:
        raise AddressTaken(identity.email) from clash
