"""Who tries: a visitor signed in as a person of each role of a tenant, and nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model

from tenants.context import acting_in
from tenants.records import TenantRecord

from .registry import group_of
from .visitor import Visitor

NOBODY, OPEN = "nobody", "public"
_CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Member:
    """A visitor with role, area and the group that may see the same things (the contacts of one client)."""

    visitor: Visitor
    role: str
    area: str
    group: str = ""


@dataclass
class Crowd:
    """The visitors of one tenant. `whole`: of every role; `sessions`: the keys of those signed in."""

    tenant: TenantRecord
    whole: bool = True
    members: list[Member] = field(default_factory=list)

    def of_area(self, area: str) -> list[Member]:
        """Those who belong to an area (any for an empty one), who may most first; nobody for an open page."""
        return [one for one in self.members if one.area == area or (not area and one.area != OPEN)]

    def rightful(self, area: str) -> list[Member]:
        """Who may most in an area; where things belong to one client each, somebody of every client.

        A page drawn for a role that may less shows no more: what such a role may not is tried by those beyond.
        """
        found: dict[str, Member] = {}
        for member in self.of_area(area):
            found.setdefault(member.group, member)
        return list(found.values())

    def for_pages(self, area: str) -> list[Member]:
        """Who draws a page of an area."""
        return self.rightful(area)[: None if self.whole else 1]

    def strangers(self, area: str) -> list[Member]:
        """Who asks for another tenant's things: everybody; in a small crowd who passes the area's gate there."""
        return self.members if self.whole else self.of_area(area)[:1]

    @property
    def sessions(self) -> list[str]:
        name = settings.SESSION_COOKIE_NAME
        return [one.visitor.cookies[name] for one in self.members if name in one.visitor.cookies]


@contextmanager
def crowd_of(tenant: TenantRecord, *, whole: bool = True) -> Iterator[Crowd]:
    """Sign in one person of each role, several clients, and add nobody; sign all of them out again.

    Unless the `whole` crowd is wanted: who may most in each area, and a client of each group.
    """
    crowd = Crowd(tenant, whole)
    with acting_in(tenant):
        people = [(person, group_of(person)) for person in _people()]
        for person, group in people if whole else _chosen(people):
            visitor = Visitor(tenant.canonical_host, f"{person.role} of {tenant.slug}")
            visitor.cookies[settings.SESSION_COOKIE_NAME] = _session(person)
            crowd.members.append(Member(visitor, person.role, person.area, group))
    nobody = Visitor(tenant.canonical_host, f"{NOBODY} at {tenant.slug}")
    crowd.members.append(Member(nobody, NOBODY, OPEN))
    keys = crowd.sessions
    try:
        yield crowd
    finally:
        with acting_in(tenant):
            for key in {*keys, *crowd.sessions}:
                _store(key).delete()


def _people() -> list[Any]:
    """The first person of each role and the first clients; whoever may most comes first."""
    found: dict[str, list[Any]] = {}
    active = get_user_model()._default_manager.filter(is_active=True).order_by("pk")
    for role in active.order_by("role").values_list("role", flat=True).distinct():
        found[role] = list(active.filter(role=role)[: _CLIENTS if role == "client" else 1])
    return sorted((each for group in found.values() for each in group), key=_reach)


def _chosen(people: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    return list({(person.area, group): (person, group) for person, group in reversed(people)}.values())[::-1]


def _reach(person: Any) -> tuple[int, int]:
    order = ("owner", "manager", "accountant", "support", "advisor", "client")
    return (order.index(person.role) if person.role in order else len(order), person.pk)


def _session(person: Any) -> str:
    store = _store(None)
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _store(key: str | None) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(key)
