"""What the operator may have done in a tenant's accounts, by name (DESIGN, "Folders")."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from shared_apps.crossings.door import command
from shared_apps.kernel.actor import Actor
from tenants.records import RESELLER

from .models import User
from .roles import OFFICE_AREA, Role, area_of, roles_of
from .seats import seats_used
from .verbs import add_person
from .welcome import send_welcome


def owners(*, by: Actor) -> dict[str, Any]:
    """Whom the operator tells what it does with the portal. The door writes the event; nothing changes here."""
    found = User.objects.filter(role=Role.OWNER, is_active=True).order_by("pk")
    return {"owners": list(found.values("email", "name", "language"))}


# What the operator does with a whole portal is an event in the portal's own history (tenant_controls).
for control in ("suspend", "resume", "archive", "restore", "export", "delete"):
    command(f"portal.{control}")(owners)
command("accounts.owners")(owners)


@command("accounts.seats_used")
def count_seats(*, by: Actor) -> dict[str, Any]:
    """How many people work in the office."""
    return {"used": seats_used()}


@command("accounts.create_owner")
def create_owner(*, by: Actor, email: str, name: str, language: str = "", store: str = "") -> dict[str, Any]:
    """The first owner and their welcome mail. A second call finds the same owner and mails nobody again.

    `store` is the path of the Partner Store, which the mail leads to (S5.14).
    """
    owner = User.objects.filter(email=email.lower()).first()
    if owner is None:
        owner = add_person(email=email, name=name, role=Role.OWNER, by=by, language=language)
    send_welcome(owner, store=store)
    return {"person_uuid": str(owner.uuid)}


@command("accounts.list_staff")
def list_staff(*, by: Actor) -> dict[str, Any]:
    """Active staff, owners first: whom the operator may choose to act for (DESIGN, "Crossings")."""
    roles = [role for role in roles_of(RESELLER) if area_of(role) == OFFICE_AREA]
    people = User.objects.filter(is_active=True, role__in=roles).order_by("pk")
    rows = [{"uuid": str(each.uuid), "name": str(each), "role": each.role} for each in people]
    return {"people": sorted(rows, key=lambda row: row["role"] != Role.OWNER)}


@command("accounts.find_staff")
def find_staff(*, by: Actor, email: str) -> dict[str, Any]:
    """The active person of the office with this address, when they have shown to read it; else nothing."""
    found = User.objects.filter(email=email.lower(), is_active=True).first()
    if found is None or not found.is_staff_member:
        return {}
    if not EmailAddress.objects.filter(user=found, email=found.email, verified=True).exists():
        return {}
    return {"uuid": str(found.uuid), "name": str(found)}
