"""A name server of one's own, and domains brought to where a test begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from shared_apps.agenda.clock import shift
from shared_apps.domains.checks import check
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.verbs import claim
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import move_by
from tenants.context import acting_in
from tenants.records import TenantRecord
from tests.zones import Zones

BY = Actor.system("tests")
EDGE, ADDRESS = "edge.neutral.example", "192.0.2.10"


@pytest.fixture(autouse=True)
def zones(settings: Any) -> Iterator[Zones]:
    running = Zones()
    settings.VITRINE_DNS_SERVERS = [running.address]
    settings.VITRINE_ROUTE_HOST, settings.VITRINE_ROUTE_ADDRESSES = EDGE, [ADDRESS]
    running.put(EDGE, "A", ADDRESS)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def later() -> Iterator[Any]:
    """Moves the clock: `later(days=7)`; the moves add up."""
    moved = timedelta()

    def move(**span: float) -> None:
        nonlocal moved
        moved += timedelta(**span)
        move_by(lambda: moved)

    yield move
    move_by(shift)


class Yard:
    """The domains of one tenant, by the verbs that its people use."""

    def __init__(self, tenant: TenantRecord, zones: Zones) -> None:
        self.tenant, self.zones = tenant, zones

    def claim(self, host: str) -> OwnDomain:
        with acting_in(self.tenant):
            return claim(host, by=BY)[0]

    def prove(self, domain: OwnDomain) -> None:
        self.zones.put(f"_portal-verify.{domain.host}", "TXT", domain.proof)

    def route(self, domain: OwnDomain) -> None:
        self.zones.put(domain.host, "CNAME", f"{EDGE}.")

    def check(self, domain: OwnDomain, times: int = 1) -> str:
        """Where the domain stands after so many looks."""
        for _ in range(times):
            with acting_in(self.tenant):
                check(domain, by=BY)
        return str(domain.status)

    def verified(self, host: str) -> OwnDomain:
        domain = self.claim(host)
        self.prove(domain)
        assert self.check(domain) == "verified"
        return domain

    def active(self, host: str) -> OwnDomain:
        domain = self.claim(host)
        self.prove(domain)
        self.route(domain)
        assert self.check(domain) == "active"
        return domain


@pytest.fixture
def alphas(reseller: TenantRecord, zones: Zones) -> Yard:
    return Yard(reseller, zones)


@pytest.fixture
def betas(other_reseller: TenantRecord, zones: Zones) -> Yard:
    return Yard(other_reseller, zones)
