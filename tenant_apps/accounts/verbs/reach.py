"""Whom and what somebody reaches who manages members: nobody above them, nothing that they lack (RELIABILITY 33)."""

from __future__ import annotations

from collections.abc import Iterable

from tenants.context import current_tenant

from ..models import User
from ..roles import TOP_ROLES


class LastOwner(Exception):
    """A tenant keeps at least one active owner; the operator, one administrator."""


class RoleOutOfReach(Exception):
    """The role is none of this tenant's staff, or holds more than the one who gives or takes it away."""


def lock(person: User, giver: User) -> User:
    """Lock the person, the giver and all owners in one order, so that two owners cannot demote each other at once.

    `person` then is as the database has them; answers with the giver as they are now.
    """
    top = TOP_ROLES[current_tenant().kind]
    rows = User.objects.filter(role=top) | User.objects.filter(pk__in=[person.pk, giver.pk])
    locked = {row.pk: row for row in rows.order_by("pk").select_for_update()}
    now = locked[person.pk]
    for field in ("role", "custom_role_id", "is_active", "last_login", "password", "invited_at"):
        setattr(person, field, getattr(now, field))
    return locked[giver.pk]


def within_reach(giver: User, *held: Iterable[str], of: User | None = None) -> None:
    """Raise `RoleOutOfReach` unless the giver manages members and holds all that `of` and `held` hold."""
    wanted = frozenset[str]().union(*held, of.permissions if of else ())
    if of is not None and not of.is_staff_member:
        raise RoleOutOfReach(of.role)
    if not giver.can("members.edit") or wanted - giver.permissions:
        raise RoleOutOfReach(giver.role)


def only_top(giver: User, person: User | None = None) -> None:
    """Raise `RoleOutOfReach` unless the giver is an active owner (administrator), acting on somebody else."""
    if not (giver.is_active and giver.is_top) or giver == person:
        raise RoleOutOfReach(giver.role)


def keep_one_top(person: User) -> None:
    """Raise `LastOwner` if nobody active would hold everything without this person."""
    top = TOP_ROLES[current_tenant().kind]
    others = User.objects.filter(role=top, is_active=True).exclude(pk=person.pk)
    if person.role == top and person.is_active and not any(not one.is_invited for one in others):
        raise LastOwner
