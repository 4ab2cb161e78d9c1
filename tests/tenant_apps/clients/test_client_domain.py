"""A client's domain, proved by a TXT record (REQUIREMENTS S5.35, S5.36; RELIABILITY 32)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared_apps.agenda.models import Entry
from shared_apps.domains import door as domains
from tenant_apps.clients.models import Client
from tenant_apps.clients.verbs.domain import MOST_MISSES, look_at_domain, set_domain, verify_domain
from tests.tenant_apps.orders.stage import BY
from tests.zones import Zones

HOST = "carl.example"


@pytest.fixture
def zones(settings: Any) -> Iterator[Zones]:
    running = Zones()
    settings.VITRINE_DNS_SERVERS = [running.address]
    running.start()
    yield running
    running.stop()


def publish(zones: Zones, client: Client, host: str = HOST) -> None:
    record = domains.client_record(host, client.uuid)
    zones.put(record.name, "TXT", f'"{record.value}"')


def test_it_is_verified_and_looked_at_again(in_reseller: Any, carls_client: Client, zones: Zones) -> None:
    set_domain(carls_client, f"https://{HOST}/shop", by=BY)
    assert verify_domain(carls_client, by=BY) == "missing"
    assert not carls_client.is_domain_verified
    publish(zones, carls_client)
    assert look_at_domain(carls_client, by=BY) == "fine"
    assert carls_client.is_domain_verified
    assert Entry.objects.get(task="clients.check_domain").payload["host"] == HOST


def test_a_silent_server_never_takes_it_away(in_reseller: Any, carls_client: Client, zones: Zones) -> None:
    """RELIABILITY 32: SERVFAIL and silence say nothing; a record that is certainly gone does, after some looks."""
    set_domain(carls_client, HOST, by=BY)
    publish(zones, carls_client)
    look_at_domain(carls_client, by=BY)
    record = domains.client_record(HOST, carls_client.uuid)
    zones.failing.add(record.name)
    for _again in range(MOST_MISSES + 1):
        look_at_domain(carls_client, by=BY)
    assert carls_client.is_domain_verified
    zones.failing.clear()
    zones.put(record.name, "TXT")
    for _again in range(MOST_MISSES):
        assert carls_client.is_domain_verified
        look_at_domain(carls_client, by=BY)
    assert not carls_client.is_domain_verified


def test_the_record_of_another_client_proves_nothing(
    in_reseller: Any, carls_client: Client, sams_client: Client, zones: Zones
) -> None:
    """RELIABILITY 32: the record is bound to tenant and client; a domain is verified for one of them."""
    for client in (carls_client, sams_client):
        set_domain(client, HOST, by=BY)
    publish(zones, sams_client)
    assert look_at_domain(carls_client, by=BY) == "other_value"
    look_at_domain(sams_client, by=BY)
    publish(zones, carls_client)
    assert look_at_domain(carls_client, by=BY) == "taken"
    assert (carls_client.is_domain_verified, sams_client.is_domain_verified) == (False, True)


@pytest.mark.parametrize("typed", ["co.uk", "127.0.0.1", "vitrine.localhost", "раураl.com", "x" * 300])
def test_odd_names_are_refused(in_reseller: Any, as_olga: Any, carls_client: Client, typed: str) -> None:
    answer = as_olga.post(f"/office/clients/{carls_client.uuid}/domain/setting/", {"host": typed})
    carls_client.refresh_from_db()
    assert (answer.status_code, carls_client.domain) == (422, "")
