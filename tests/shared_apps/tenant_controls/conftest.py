"""Alpha is a reseller like any other here: Opal stops it, puts it away, takes it out, deletes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from shared_apps.agenda.clock import shift
from shared_apps.kernel import clock
from shared_apps.kernel.actor import Actor
from shared_apps.tenant_controls import verbs
from tenants.context import acting_on_shared_data
from tenants.models import Tenant

BY = Actor.person("0b5e3c1e-0000-4000-8000-000000000001", "Opal Operator")
WHY = "Because of the tests."


@pytest.fixture
def alpha(reseller: Any) -> Tenant:
    with acting_on_shared_data():
        return Tenant.objects.get(pk=reseller.id)


@pytest.fixture
def later(db: None) -> Iterator[Callable[[int], None]]:
    """Let days pass."""
    passed = timedelta()

    def pass_days(days: int) -> None:
        nonlocal passed
        passed += timedelta(days=days)
        clock.move_by(lambda: shift() + passed)

    yield pass_days
    clock.move_by(shift)


@pytest.fixture
def archived(alpha: Tenant) -> Tenant:
    """Alpha in the archive, its grace still running."""
    verbs.archive(alpha, reason=WHY, by=BY)
    return fresh(alpha)


@pytest.fixture
def deletable(archived: Tenant, later: Callable[[int], None]) -> Tenant:
    later(31)
    return archived


def fresh(tenant: Tenant) -> Tenant:
    with acting_on_shared_data():
        return Tenant.objects.get(pk=tenant.pk)


def status_of(tenant: Tenant) -> str:
    return str(fresh(tenant).status)
