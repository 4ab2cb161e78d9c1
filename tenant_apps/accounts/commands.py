"""What the operator may have done in a tenant's accounts, by name (DESIGN, "Folders")."""

from __future__ import annotations

from typing import Any

from shared_apps.crossings.door import command
from shared_apps.kernel.actor import Actor

from .models import User
from .roles import Role
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


@command("accounts.create_owner")
def create_owner(*, by: Actor, email: str, name: str, language: str = "") -> dict[str, Any]:
    """The first owner and their welcome mail. A second call finds the same owner and mails nobody again."""
    owner = User.objects.filter(email=email.lower()).first()
    if owner is None:
        owner = add_person(email=email, name=name, role=Role.OWNER, by=by, language=language)
    send_welcome(owner)
    return {"person_uuid": str(owner.uuid)}
