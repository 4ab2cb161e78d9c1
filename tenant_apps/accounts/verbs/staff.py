"""What happens to those who work here. Every verb: `giver` is who does it, `by` what the history says of them."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.history import record

from ..devices import sign_out
from ..links import link
from ..mail import mail
from ..models import User
from ..queries import role_choice
from ..seats import take_seat
from .reach import RoleOutOfReach, keep_one_top, lock, within_reach


def change_role(person: User, *, role: str, giver: User, by: Actor) -> None:
    """Give a person another role, in force from their next request. `role` is a built-in one or a custom one's uuid.

    Raises `LastOwner`, and `RoleOutOfReach` when the old or new role holds a permission that `giver` lacks.
    """
    only_oneself(by)
    with transaction.atomic():
        chosen = role_choice(role)
        if chosen is None:
            raise RoleOutOfReach(role)
        within_reach(giver, chosen.permissions, of=person)
        giver = lock(person, giver)
        if chosen.role != person.role:
            keep_one_top(person)
        within_reach(giver, chosen.permissions, of=person)
        before = person.role_name
        person.role, person.custom_role = chosen.role, chosen.custom
        person.save(update_fields=["role", "custom_role"])
        written = record(person, "change role", by=by, before=before, after=person.role_name)
        if before != person.role_name and not person.is_invited:
            _tell_role(person, by, f"role:{written.pk}")


def deactivate(person: User, *, giver: User, by: Actor, reason: str = "") -> None:
    """Shut a person out, from their next request on; their history stays. Raises as `change_role` does."""
    only_oneself(by)
    with transaction.atomic():
        within_reach(giver, of=person)
        giver = lock(person, giver)
        keep_one_top(person)
        within_reach(giver, of=person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        sign_out(person, keep="", by=by)
        record(person, "deactivate", by=by, reason=reason)


def reactivate(person: User, *, giver: User, by: Actor) -> None:
    """Let somebody in again who was switched off, with the role that they had. Raises `NoSeatLeft`."""
    only_oneself(by)
    with transaction.atomic():
        giver = lock(person, giver)
        within_reach(giver, of=person)
        if not person.is_active:
            take_seat()
        person.is_active = True
        person.save(update_fields=["is_active"])
        record(person, "reactivate", by=by)


def end_sessions(person: User, *, giver: User, by: Actor) -> int:
    """Sign a member out everywhere; the count of sessions that ended."""
    only_oneself(by)
    with transaction.atomic():
        giver = lock(person, giver)
        within_reach(giver, of=person)
        count = sign_out(person, keep="", by=by)
        record(person, "end sessions", by=by, count=count)
    return count


def _tell_role(person: User, by: Actor, key: str) -> None:
    mail(
        "account/role_changed",
        email=person.email,
        name=person.name,
        language=person.language,
        context={"person": by.label, "role": person.role_name, "url": link("account_home")},
        key=key,
    )
