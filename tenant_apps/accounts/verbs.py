"""What can be done with people: join, change role, leave."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from .models import User
from .roles import Role, permissions_of, roles_of


class LastOwner(Exception):
    """A reseller keeps at least one active owner."""


class RoleOutOfReach(Exception):
    """The role is none of this tenant's, or holds more than the one who gives or takes it away."""


def trust_email(person: User) -> None:
    """Note that the person has shown to read their address."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def add_person(
    *, email: str, name: str, role: str, by: Actor, language: str = "", password: str = ""
) -> User:
    """A new person of this tenant; without a password only a welcome link lets them in."""
    if role not in roles_of(current_tenant().kind):
        raise RoleOutOfReach(role)
    with transaction.atomic():
        person = User.objects.create_user(email, password or None, name=name, role=role, language=language)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=bool(password))
        record(person, "join", by=by, role=role)
    return person


def change_role(person: User, *, role: str, giver: User, by: Actor) -> None:
    """Give a person another role, in force from their next request.

    Raises `LastOwner`, and `RoleOutOfReach` when the old or new role holds a permission that `giver` lacks.
    """
    if role not in roles_of(current_tenant().kind):
        raise RoleOutOfReach(role)
    with transaction.atomic():
        before = _lock_with_owners(person)
        if (permissions_of(role) | permissions_of(before)) - permissions_of(giver.role):
            raise RoleOutOfReach(role)
        if role != Role.OWNER:
            _keep_an_owner(person)
        person.role = role
        person.save(update_fields=["role"])
        record(person, "change role", by=by, before=before, after=role)


def deactivate(person: User, *, giver: User, by: Actor) -> None:
    """Shut a person out, from their next request on; their history stays. Raises as `change_role` does."""
    with transaction.atomic():
        before = _lock_with_owners(person)
        if permissions_of(before) - permissions_of(giver.role):
            raise RoleOutOfReach(before)
        _keep_an_owner(person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        record(person, "deactivate", by=by)


def become_partner(person: User, *, referral: str, by: Actor) -> None:
    """Sign-up on the platform's own site: the person may apply for a portal."""
    record(person, "join as partner", by=by)


def _lock_with_owners(person: User) -> str:
    """Lock the person and every owner in one order, so that two owners cannot demote each other at once."""
    rows = User.objects.filter(role=Role.OWNER) | User.objects.filter(pk=person.pk)
    locked = {row.pk: row for row in rows.order_by("pk").select_for_update()}
    person.role = locked[person.pk].role
    return person.role


def _keep_an_owner(person: User) -> None:
    others = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=person.pk)
    if person.role == Role.OWNER and not others.exists():
        raise LastOwner
