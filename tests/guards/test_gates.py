"""Every URL wears one gate, and it does what it says for everybody (DESIGN, "Gates"; RELIABILITY 1, 33)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client as Browser

from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import AREAS_OF_KIND, PERMISSIONS_OF_AREA, area_of, permissions_of, roles_of
from tenants.access import PUBLIC, Gate, gate_of
from tenants.context import acting_in
from tenants.records import TenantRecord
from tests.guards.urls import Address, every_address

ADDRESSES = every_address()
GATED = [address for address in ADDRESSES if gate_of(address.view) not in (None, PUBLIC)]
OPEN = [address for address in ADDRESSES if gate_of(address.view) == PUBLIC]


def test_there_is_something_to_guard():
    assert len(GATED) > 20
    assert len(OPEN) > 10


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_view_wears_one_gate(address: Address):
    assert isinstance(gate_of(address.view), Gate), f"{address.path} can be reached by anybody."
    assert _gates_within(address.view) == 1, f"{address.path} wears a gate within a gate."


@pytest.mark.parametrize("address", GATED, ids=str)
def test_every_gate_names_an_area_of_its_host_and_a_permission_of_that_area(address: Address):
    gate = gate_of(address.view)
    assert gate is not None
    if gate.area:
        assert gate.area in AREAS_OF_KIND[address.kind], f"Nobody of a {address.kind} may enter {gate.area}."
    if gate.permission:
        assert gate.permission in PERMISSIONS_OF_AREA[gate.area], f"roles.py knows no {gate.permission}."
    else:
        assert gate.area not in PERMISSIONS_OF_AREA, f"{address.path} asks staff for no permission."


@pytest.mark.parametrize("kind", AREAS_OF_KIND)
def test_nobody_passes_a_gate_without_signing_in(kind: str, visitors: Callable[..., Browser]):
    nobody = visitors(kind, None)
    answers = {address: nobody.get(address.path) for address in GATED if address.kind == kind}
    assert [str(address) for address, answer in answers.items() if not _is_turned_away(address, answer)] == []


@pytest.mark.parametrize(
    ("kind", "role"), [(kind, role) for kind in AREAS_OF_KIND for role in roles_of(kind)]
)
def test_each_role_meets_what_the_gates_say(kind: str, role: str, visitors: Callable[..., Browser]):
    browser = visitors(kind, role)
    wrong = []
    for address in (address for address in GATED if address.kind == kind):
        gate = gate_of(address.view)
        assert gate is not None
        # What a permitted POST does is its own test's matter.
        for ask in (browser.get,) if _passes(gate, role) else (browser.get, browser.post):
            status = ask(address.path).status_code
            if status not in _expected(gate, role, status):
                wrong.append(f"{ask.__name__} {address}: {status}")
    assert wrong == []


@pytest.mark.parametrize("kind", AREAS_OF_KIND)
def test_an_open_page_never_fails(kind: str, visitors: Callable[..., Browser]):
    nobody = visitors(kind, None)
    answers = {str(address): nobody.get(address.path) for address in OPEN if address.kind == kind}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500} == {}


def _is_turned_away(address: Address, answer: Any) -> bool:
    if address.path.startswith("/api/"):
        return bool(answer.status_code == 403)
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")


def _passes(gate: Gate, role: str) -> bool:
    return gate.area in ("", area_of(role)) and (
        not gate.permission or gate.permission in permissions_of(role)
    )


def _expected(gate: Gate, role: str, status: int) -> set[int]:
    """A stranger to the area gets 404, a member without the permission 403, the others no refusal.

    With an example key the object is nobody's, so 404 is an honest answer to those who pass.
    """
    if gate.area and area_of(role) != gate.area:
        return {404}
    if not _passes(gate, role):
        return {403}
    return {status} if status < 500 and status != 403 else set()


def _gates_within(view: Any) -> int:
    """How many gates lie one within the other; `wraps` copies the mark, so the wrappers themselves count."""
    count = 0
    while view is not None:
        name = getattr(getattr(view, "__code__", None), "co_qualname", "")
        count += name in ("public.<locals>.passed", "_guard.<locals>.passed")
        view = getattr(view, "__wrapped__", None)
    return count


@pytest.fixture
def visitors(
    browse: Callable[..., Browser], operator: TenantRecord, reseller: TenantRecord
) -> Callable[[str, str | None], Browser]:
    """A browser of nobody, or of a person in a role, on the host of a kind of tenant."""
    caches["shared"].clear()
    tenants = {"operator": operator, "reseller": reseller}

    def visitor(kind: str, role: str | None) -> Browser:
        tenant = tenants[kind]
        return browse(_person_in(tenant, role) if role else None, tenant)

    return visitor


def _person_in(tenant: TenantRecord, role: str) -> User:
    """The cast's client, who has a client's record; for any other role somebody made for it."""
    with acting_in(tenant):
        if role == "client":
            return User.objects.get(email="carl@example.com")
        person, _ = User.objects.get_or_create(
            email=f"{role}@example.com", defaults={"name": role, "role": role}
        )
        return person
