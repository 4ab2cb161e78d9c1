"""Reads of those who work here and of their roles."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from tenants.context import current_tenant

from .models import CustomRole, User
from .roles import Role, permissions_of, staff_roles_of

STATUSES = ("active", "invited", "off")


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that staff can have: `key` is what forms send."""

    key: str
    label: str
    role: str
    permissions: frozenset[str]
    custom: CustomRole | None = None


def role_choices() -> list[RoleChoice]:
    """Every role of this tenant's staff, the built-in ones first."""
    built_in = [
        RoleChoice(role, str(Role(role).label), role, permissions_of(role))
        for role in staff_roles_of(current_tenant().kind)
    ]
    return [*built_in, *(_custom(role) for role in CustomRole.objects.order_by("name", "pk"))]


def role_choice(key: str) -> RoleChoice | None:
    """The role of a key, its row locked against deletion; none where there is no such role for staff."""
    if key in staff_roles_of(current_tenant().kind):
        return RoleChoice(key, str(Role(key).label), key, permissions_of(key))
    try:
        found = CustomRole.objects.filter(uuid=UUID(key)).select_for_update().first()
    except ValueError:
        return None
    return _custom(found) if found else None


def within_reach_of(giver: User) -> list[RoleChoice]:
    """The roles that somebody may give: those that hold nothing that they lack."""
    return [choice for choice in role_choices() if choice.permissions <= giver.permissions]


def members(*, text: str = "", role: str = "", status: str = "") -> QuerySet[User]:
    """Everybody who works here, without withdrawn invitations; unknown filter values are left out."""
    found = User.objects.staff().exclude(pk__in=User.objects.withdrawn().values("pk"))
    found = found.select_related("custom_role").annotate(has_second_step=Exists(_second_steps()))
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role in staff_roles_of(current_tenant().kind):
        found = found.filter(role=role, custom_role=None)
    elif role and (chosen := _custom_role(role)):
        found = found.filter(custom_role=chosen)
    return found.filter(_in_status(status)) if status in STATUSES else found


def member_or_404(uuid: UUID) -> User:
    """One of those who work here."""
    return get_object_or_404(members(), uuid=uuid)


def custom_roles() -> QuerySet[CustomRole]:
    """The tenant's own roles, with the count of those who have them."""
    return CustomRole.objects.annotate(count=Count("people")).order_by("name", "pk")


def _second_steps() -> QuerySet[Authenticator]:
    steps: QuerySet[Authenticator] = Authenticator.objects.filter(user=OuterRef("pk"))
    return steps.exclude(type=Authenticator.Type.RECOVERY_CODES)


def _in_status(status: str) -> Q:
    never = Q(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if status == "off":
        return Q(is_active=False)
    return Q(is_active=True) & (never if status == "invited" else ~never)


def _custom_role(key: str) -> CustomRole | None:
    try:
        return CustomRole.objects.filter(uuid=UUID(key)).first()
    except ValueError:
        return None


def _custom(role: CustomRole) -> RoleChoice:
    return RoleChoice(str(role.uuid), role.name, role.base, role.held, role)
