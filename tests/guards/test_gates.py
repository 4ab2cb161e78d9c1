"""Every URL wears one gate (DESIGN, "Gates"). What it then does for whom is asked in `test_matrix.py`."""

from __future__ import annotations

from typing import Any

import pytest

from tenant_apps.accounts.roles import AREAS_OF_KIND, PERMISSIONS_OF_AREA, STAFF_AREAS
from tenants.access import PUBLIC, Gate, gate_of
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
        assert gate.area not in STAFF_AREAS, f"{address.path} asks staff for no permission."


def _gates_within(view: Any) -> int:
    """How many gates lie one within the other; `wraps` copies the mark, so the wrappers themselves count."""
    count = 0
    while view is not None:
        name = getattr(getattr(view, "__code__", None), "co_qualname", "")
        count += name in ("public.<locals>.passed", "_guard.<locals>.passed")
        view = getattr(view, "__wrapped__", None)
    return count
