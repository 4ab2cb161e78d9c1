"""Roles that a tenant makes itself. None may hold what its maker lacks (RELIABILITY 33)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..models import CustomRole, User
from ..queries import role_choice
from ..roles import CUSTOMISABLE, PERMISSIONS_OF_AREA, area_of, roles_of
from .reach import RoleOutOfReach, within_reach

# Who may manage members may make roles: that is no custom role's to pass on but an owner's.
OF_OWNERS = frozenset({"members.edit"})


class UnknownPermission(ValueError):
    """No such permission in the area of the role."""


class RoleNameTaken(ValueError):
    """Another role has the name."""


class RoleInUse(ValueError):
    """Somebody has the role; say which one they get instead."""


def make_role(*, name: str, base: str, permissions: Iterable[str], giver: User, by: Actor) -> CustomRole:
    """A role modelled on a built-in one. Raises `RoleOutOfReach`, `UnknownPermission`, `RoleNameTaken`."""
    only_oneself(by)
    if base not in CUSTOMISABLE or base not in roles_of(current_tenant().kind):
        raise RoleOutOfReach(base)
    role = CustomRole(base=base)
    _write(role, "make role", name=name, permissions=permissions, giver=giver, by=by)
    return role


def edit_role(role: CustomRole, *, name: str, permissions: Iterable[str], giver: User, by: Actor) -> None:
    """Change name and permissions; in force from the next request of everybody who has it. Raises as `make_role`."""
    only_oneself(by)
    _write(role, "edit role", name=name, permissions=permissions, giver=giver, by=by)


def delete_role(role: CustomRole, *, instead: str, giver: User, by: Actor) -> None:
    """Delete a role; whoever has it gets the role `instead`. Raises `RoleInUse`, `RoleOutOfReach`."""
    only_oneself(by)
    with transaction.atomic():
        giver = User.objects.select_for_update().get(pk=giver.pk)
        role = CustomRole.objects.select_for_update().get(pk=role.pk)
        within_reach(giver, role.held)
        for person in list(role.people.order_by("pk").select_for_update()):
            _move(person, instead, giver, by)
        record(role, "delete role", by=by, instead=instead)
        role.delete()


def _move(person: User, instead: str, giver: User, by: Actor) -> None:
    chosen = role_choice(instead)
    if chosen is None or chosen.custom == person.custom_role:
        raise RoleInUse
    within_reach(giver, chosen.permissions)
    before = person.role_name
    person.role, person.custom_role = chosen.role, chosen.custom
    person.save(update_fields=["role", "custom_role"])
    record(person, "change role", by=by, before=before, after=person.role_name)


def _write(
    role: CustomRole, verb: str, *, name: str, permissions: Iterable[str], giver: User, by: Actor
) -> None:
    wanted = frozenset(permissions)
    if wanted - PERMISSIONS_OF_AREA[area_of(role.base)]:
        raise UnknownPermission
    try:
        with transaction.atomic():
            giver = User.objects.select_for_update().get(pk=giver.pk)
            before = CustomRole.objects.select_for_update().get(pk=role.pk).held if role.pk else frozenset()
            within_reach(giver, wanted, before)
            if (wanted ^ before) & OF_OWNERS and not giver.is_top:
                raise RoleOutOfReach(role.base)
            role.name, role.permissions = name, sorted(wanted)
            role.save()
            record(role, verb, by=by, added=sorted(wanted - before), removed=sorted(before - wanted))
    except IntegrityError as clash:
        if "custom_role_name_once" in str(clash):
            raise RoleNameTaken(name) from clash
        raise
