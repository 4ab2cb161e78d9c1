"""Every address × every role × own, another client's and another tenant's thing × GET and POST.

RELIABILITY 1 (nothing of another tenant or client), 33 (no role gets beyond its own), 35 (nothing fails). Generated
from both urlconfs and the OpenAPI documents: an address without a row in `examples.py` fails here.

Whoever is refused asks over HTTP, through all middleware. That a permitted role passes is asked of the gate that
the view wears, and each page is drawn once, for whoever may do most: drawing every page for every role would take
minutes and show no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client as Browser

from shared_apps.isolation.digests import differences, digests_of
from shared_apps.isolation.quiet import unheard
from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import AREAS_OF_KIND, area_of, permissions_of, roles_of
from tenants.access import PUBLIC, Gate, gate_of
from tenants.context import acting_in
from tenants.records import TenantRecord
from tests.guards.examples import EXAMPLES, Row, Words
from tests.guards.urls import Address, every_address
from tests.guards.world import WORDS, Goods, build

ADDRESSES = every_address()
OF_RESELLERS = {address.name for address in ADDRESSES if address.kind == "reseller"}
VARYING = [address for address in ADDRESSES if address.parameters]
ROLES = [(kind, role) for kind in AREAS_OF_KIND for role in (*roles_of(kind), "")]
CONTACTS = ("billing", "technical")
MOST_PERMITTED = {"console": "admin", "partner": "partner", "office": "owner", "client": "client"}
REFUSED = {403, 404, 405, 410}
# What an example is for, where the world has none: shown as it is, never by adding a silent skip.
MISSING = """
{address} ({route}) has a parameter and no row in tests/guards/examples.py.
Add one: "{name}": Row(lambda its: its.own("app.Model").uuid)
or client(...) where each client has their own, or words(...) where the parameter names no object.
The docstring of examples.py says what `its` offers, and how to plant what the world does not hold yet."""


@pytest.mark.parametrize("address", VARYING, ids=str)
def test_every_address_with_a_parameter_has_an_example(address: Address):
    row = EXAMPLES.get(address.name) or (None if address.name else Words(()))
    assert row, MISSING.format(address=address, route=address.route, name=address.name)
    if isinstance(row, Words) and row.words:
        assert len(row.words) == address.parameters, f"{address} has {address.parameters} parameters."


def test_no_example_is_left_over():
    assert set(EXAMPLES) - {address.name for address in VARYING} == set()


# Roles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "role"), ROLES, ids=[f"{kind}-{role or 'nobody'}" for kind, role in ROLES])
def test_each_role_meets_what_the_gates_say(
    kind: str,
    role: str,
    visitors: Callable[..., Browser],
    home_of: Callable[..., TenantRecord],
    plain_refusals: None,
):
    """The permissions of roles.py against what the server answers: 404 to strangers, 403 to members (33)."""
    browser = visitors(kind, role)
    wrong = []
    for address in gated(kind):
        gate = gate_of(address.view)
        assert gate is not None
        if role and passes(gate, role):
            continue
        for ask in (browser.get, browser.post):
            answer = ask(address.path)
            if not is_refused_as_it_should_be(gate, role, address, answer):
                wrong.append(f"{ask.__name__} {address}: {answer.status_code}")
    assert wrong == []
    if role:
        assert refused_by_the_gate(kind, person_in(home_of(kind), role), role) == []


def refused_by_the_gate(kind: str, person: User, role: str) -> list[str]:
    """Addresses whose gate turns away a person whose role passes."""
    found = []
    for address in gated(kind):
        gate = gate_of(address.view)
        assert gate is not None
        if passes(gate, role) and not admits(gate, person):
            found.append(str(address))
    return found


def admits(gate: Gate, person: User) -> bool:
    request: Any = SimpleNamespace(user=person, crossing=None)
    with acting_in(person.home):  # type: ignore[attr-defined]
        try:
            gate.admit(request)
        except (Http404, PermissionDenied):
            return False
    return True


def passes(gate: Gate, role: str) -> bool:
    return gate.area in ("", area_of(role)) and (
        not gate.permission or gate.permission in permissions_of(role)
    )


def is_refused_as_it_should_be(gate: Gate, role: str, address: Address, answer: Any) -> bool:
    """A stranger to the area gets 404, a member without the permission 403, nobody the way to sign in."""
    status: int = answer.status_code
    if not role:
        if address.path.startswith("/api/"):
            return status == 403
        return status == 302 and answer["Location"].startswith("/accounts/login/?next=")
    return status == (404 if gate.area and area_of(role) != gate.area else 403)


# Things ----------------------------------------------------------------------------------------------


def test_everybody_opens_what_is_their_own_and_nobody_what_is_anothers(
    world: dict[str, Goods], visitors: Callable[..., Browser], plain_refusals: None
):
    """RELIABILITY 1: another client's and another tenant's things are not there, and nothing is written."""
    here, beyond = world["own"].tenant, world["foreign"].tenant
    for role in (*roles_of("reseller"), ""):
        visitors("reseller", role)  # to sign in is to write
    before = digests_of(here), digests_of(beyond)
    wrong = []
    for address in (address for address in VARYING if address.kind == "reseller"):
        for whose, values in strangers_values(address, world):
            wrong += tried_on(address, values, whose, visitors)
    assert wrong == []
    assert differences(before[0], digests_of(here)) == []
    assert differences(before[1], digests_of(beyond)) == []


def test_every_page_is_drawn_once_for_whoever_may_do_most(
    world: dict[str, Goods], visitors: Callable[..., Browser]
):
    """Own things are found, and no page fails (35). One world for both kinds of host."""
    assert [wrong for address in ADDRESSES if (wrong := drawn_wrongly(address, world, visitors))] == []


def drawn_wrongly(address: Address, world: dict[str, Goods], visitors: Callable[..., Browser]) -> str:
    """What was answered instead of the page; empty where all is well."""
    path, gate = own_path(address, world), gate_of(address.view)
    status = visitors(address.kind, role_for(gate, address.kind)).get(path).status_code
    is_there = status < 500 and status != 403
    # The goods are a reseller's: on the operator's host only the console knows them, and not in pages that
    # both hosts have: there they are about the operator's own.
    is_known = gate != PUBLIC and address.name not in OF_RESELLERS
    if isinstance(EXAMPLES.get(address.name), Row) and (address.kind == "reseller" or is_known):
        is_there = is_there and status not in (404, 410)
    return "" if is_there else f"{address} {path}: {status}"


def strangers_values(address: Address, world: dict[str, Goods]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Whose thing, and the values in the path that name it."""
    row = EXAMPLES.get(address.name)
    if not isinstance(row, Row) or row.like_nonsense:
        return
    own = valued(row, world["own"])
    for whose in ("other", "foreign") if row.of == "client" else ("foreign",):
        values = valued(row, world[whose])
        assert values != own, f"The {whose} example of {address} is the own one."
        yield whose, values


def valued(row: Row | Words, its: Goods) -> tuple[Any, ...]:
    with acting_in(its.tenant):
        return row.values(its)


def tried_on(
    address: Address, values: tuple[Any, ...], whose: str, visitors: Callable[..., Browser]
) -> list[str]:
    """What was answered although the thing is a stranger's: by everybody who passes the gate."""
    path, gate = address.filled(values), gate_of(address.view)
    assert gate is not None
    who = [""] if gate == PUBLIC else [role for role in roles_of("reseller") if passes(gate, role)]
    return [
        f"{ask} {address} of the {whose} as {role or 'nobody'}: {status}"
        for role in who
        for ask in ("get", "post")
        if (status := getattr(visitors("reseller", role), ask)(path).status_code) not in REFUSED
    ]


def own_path(address: Address, world: dict[str, Goods]) -> str:
    row = EXAMPLES.get(address.name)
    return address.filled(valued(row, world["own"])) if row and address.parameters else address.path


def role_for(gate: Gate | None, kind: str) -> str:
    if gate in (None, PUBLIC):
        return ""
    assert gate is not None
    return MOST_PERMITTED[gate.area] if gate.area else {"operator": "admin", "reseller": "owner"}[kind]


# API -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", AREAS_OF_KIND)
def test_every_operation_of_the_api_is_an_address_of_the_matrix(
    kind: str, visitors: Callable[..., Browser], plain_refusals: None
):
    """Nobody passes a gated operation by any method that the document names; other methods are refused."""
    nobody = visitors(kind, "")
    document = nobody.get("/api/v1/schema/").json()
    known = {_shape(address.route): address for address in ADDRESSES if address.kind == kind}
    for route, operations in document["paths"].items():
        address = known.get(_shape(route))
        assert address, f"{route} is in the OpenAPI document and in no urlconf."
        for method in ("get", "post", "put", "patch", "delete"):
            status = getattr(nobody, method)(address.path).status_code
            if method in operations and gate_of(address.view) == PUBLIC:
                assert status < 500, f"{method} {route}"
            else:
                assert status in (401, 403, 405), f"{method} {route}: {status}"


def _shape(route: str) -> str:
    """`/api/v1/clients/<uuid:uuid>/` and `/api/v1/clients/{uuid}/` are one."""
    return "/".join("*" if part[:1] in "<{" and part else part for part in route.split("/"))


# People and things -----------------------------------------------------------------------------------


def gated(kind: str) -> list[Address]:
    return [one for one in ADDRESSES if one.kind == kind and gate_of(one.view) not in (None, PUBLIC)]


@pytest.fixture
def home_of(operator: TenantRecord, reseller: TenantRecord) -> Callable[[str], TenantRecord]:
    return {"operator": operator, "reseller": reseller}.__getitem__


@pytest.fixture
def visitors(
    browse: Callable[..., Browser], home_of: Callable[[str], TenantRecord]
) -> Iterator[Callable[[str, str], Browser]]:
    """A browser of a person in a role (of nobody for an empty one) on the host of a kind; one for each.

    The logs say nothing of the thousands of refusals that are meant.
    """
    caches["shared"].clear()
    known: dict[tuple[str, str], Browser] = {}

    def visitor(kind: str, role: str) -> Browser:
        if (kind, role) not in known:
            tenant = home_of(kind)
            known[kind, role] = browse(person_in(tenant, role) if role else None, tenant)
        return known[kind, role]

    with unheard():
        yield visitor


def person_in(tenant: TenantRecord, role: str) -> User:
    """The world's first client, or where there is no world the cast's; for another role somebody made for it."""
    with acting_in(tenant):
        person = _known(tenant, role)
        if person is None:
            person = User.objects.create(email=f"{role}@example.com", name=role, role=role)
    person.home = tenant  # type: ignore[attr-defined]
    return person


def _known(tenant: TenantRecord, role: str) -> User | None:
    emails = [f"{role}@example.com"]
    if role == "client":
        emails = [f"first.{WORDS[tenant.slug]}@proof.invalid", "carl@example.com"]
    found = {person.email: person for person in User.objects.filter(email__in=emails)}
    return next((found[email] for email in emails if email in found), None)


@pytest.fixture
def world(reseller: TenantRecord, other_reseller: TenantRecord) -> Iterator[dict[str, Goods]]:
    build(reseller, other_reseller)
    yield {
        "own": Goods(reseller, WORDS["alpha"], "first"),
        "other": Goods(reseller, WORDS["alpha"], "second"),
        "foreign": Goods(other_reseller, WORDS["beta"], "first"),
    }
    # What pages kept of a world that is rolled back now.
    caches["default"].clear()


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals without their pages: thousands are asked for here, and the pages have tests of their own."""
    monkeypatch.setattr("django.views.defaults.page_not_found", lambda *_: HttpResponse(status=404))
    monkeypatch.setattr("django.views.defaults.permission_denied", lambda *_: HttpResponse(status=403))
