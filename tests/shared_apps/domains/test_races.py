"""Two tenants, or two clicks, at the same moment: real threads, real connections (RELIABILITY 32)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from copy import copy
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from shared_apps.domains.checks import check
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.queries import own_domains
from shared_apps.domains.verbs import AlreadyHere, TooSoon, claim, recheck, release
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Domain
from tenants.records import TenantRecord
from tests.zones import Zones

from .conftest import BY, Yard

HOST = "shop.acme.example"

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(works: list[tuple[TenantRecord, Callable[[], Any]]]) -> list[Any]:
    """Each work in its tenant, all begun together; what each returned, or the exception that it raised."""
    gate = Barrier(len(works))

    def run(tenant: TenantRecord, work: Callable[[], Any]) -> Any:
        try:
            with acting_in(tenant):
                gate.wait(20)
                return work()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(lambda each: Context().run(run, *each), works))


@pytest.mark.parametrize("turn", range(5))
def test_of_two_tenants_that_prove_at_once_one_has_the_domain(
    turn: int, alphas: Yard, betas: Yard, zones: Zones
) -> None:
    mine, theirs = alphas.claim(HOST), betas.claim(HOST)
    zones.put(f"_portal-verify.{HOST}", "TXT", mine.proof, theirs.proof)
    alphas.route(mine)
    raised = at_once(
        [(alphas.tenant, lambda: check(mine, by=BY)), (betas.tenant, lambda: check(theirs, by=BY))]
    )
    assert raised == [None, None]
    with acting_on_shared_data():
        states = sorted(OwnDomain.objects.values_list("status", "trouble"))
        assert states == [("active", ""), ("pending", "taken")]
        holder = OwnDomain.objects.held().get()
        assert Domain.objects.get(host=HOST).tenant_id == holder.tenant_id


def test_many_looks_at_once_move_a_domain_once(alphas: Yard) -> None:
    domain = alphas.claim(HOST)
    alphas.prove(domain)
    alphas.route(domain)
    assert (
        at_once([(alphas.tenant, lambda: check(OwnDomain.objects.get(pk=domain.pk), by=BY))] * 6)
        == [None] * 6
    )
    with acting_on_shared_data():
        assert OwnDomain.objects.get(pk=domain.pk).status == "active"


def test_a_domain_that_is_given_back_while_it_is_looked_at_leads_nowhere(alphas: Yard, zones: Zones) -> None:
    for number in range(4):
        domain = alphas.claim(f"h{number}.acme.example")
        alphas.prove(domain)
        alphas.route(domain)
        seen, given = copy(domain), copy(domain)
        outcome = at_once(
            [
                (alphas.tenant, lambda seen=seen: check(seen, by=BY)),
                (alphas.tenant, lambda given=given: release(given, by=BY)),
            ]
        )
        assert all(each is None or isinstance(each, IllegalMove) for each in outcome), outcome
        with acting_on_shared_data():
            assert OwnDomain.objects.get(pk=domain.pk).status == "released"
            assert not Domain.objects.filter(host=domain.host).exists()


def test_of_two_claims_at_once_one_is_written(alphas: Yard) -> None:
    outcome = at_once([(alphas.tenant, lambda: claim(HOST, by=BY))] * 6)
    assert sum(isinstance(each, AlreadyHere) for each in outcome) == 5
    with acting_in(alphas.tenant):
        assert len(own_domains()) == 1


def test_of_many_clicks_at_once_one_asks_the_dns(alphas: Yard, zones: Zones) -> None:
    domain = alphas.claim(HOST)
    outcome = at_once([(alphas.tenant, lambda: recheck(OwnDomain.objects.get(pk=domain.pk), by=BY))] * 8)
    assert sum(isinstance(each, TooSoon) for each in outcome) == 7
    assert zones.asked.count((f"_portal-verify.{HOST}", "TXT")) == 1
