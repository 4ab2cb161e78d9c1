"""How people come to exist in a tenant."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from shared_apps.kernel.actor import Actor, ActorKind
from shared_apps.kernel.history import record
from tenants.context import current_tenant
from tenants.models import SharedEvent

from ..devices import sign_out
from ..models import Event, User
from ..roles import roles_of
from .reach import RoleOutOfReach

# What histories show for somebody whose account is deleted.
GONE = "–"


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


def become_partner(person: User, *, referral: str, by: Actor) -> None:
    """Sign-up on the platform's own site: the person may apply for a portal."""
    record(person, "join as partner", by=by)


@transaction.atomic
def delete_person(person: User, *, by: Actor) -> None:
    """Delete somebody's account: sessions, devices, second steps, connected accounts. That it was, stays in the log.

    The history of what they did names them no more. Raises `ProtectedError`.
    """
    sign_out(person, keep="", by=by)
    uuid, pk = str(person.uuid), str(person.pk)
    record(person, "delete account", by=by)
    Event.objects.filter(subject_type=User._meta.label, subject_key=pk).update(
        subject_label=GONE, data={}, reason=""
    )
    for events in (Event, SharedEvent):
        done = events._default_manager.filter(actor_kind=ActorKind.PERSON, actor_key=uuid)
        done.update(actor_label=GONE)
    person.delete()
