"""What a look at a domain's certificate finds; it connects to nothing that the guard refuses (RELIABILITY 11)."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from shared_apps.domains import certificate
from shared_apps.domains.doctor import Verdict
from shared_apps.domains.models import OwnDomain
from tenants.context import acting_on_shared_data
from tenants.models import Domain
from tests.zones import Zones

from .conftest import EDGE, Yard

HOST = "shop.acme.example"


@pytest.fixture(autouse=True)
def over_https(settings: Any) -> None:
    settings.PUBLIC_SCHEME, settings.PUBLIC_PORT = "https", ""


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that somebody connects to; nobody answers."""
    made: list[Any] = []

    def connect(address: Any, *_: Any, **__: Any) -> Any:
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return made


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.100.100.200", "0.0.0.0"]
)
def test_a_domain_that_leads_inside_is_not_connected_to(
    address: str, connections: list[Any], zones: Zones
) -> None:
    zones.put(HOST, "A", address)
    assert certificate.inspect(HOST) is Verdict.UNREACHED
    assert connections == []


def test_the_checked_address_is_the_one_connected_to(connections: list[Any], zones: Zones) -> None:
    zones.put(HOST, "A", "93.184.216.34")
    assert certificate.inspect(HOST) is Verdict.UNREACHED
    assert connections == [("93.184.216.34", 443)]


def test_a_routed_domain_waits_until_its_certificate_was_asked_for(
    alphas: Yard, connections: list[Any]
) -> None:
    domain = alphas.claim(HOST)
    alphas.prove(domain)
    alphas.route(domain)
    assert alphas.check(domain) == "routed"
    assert domain.answers["certificate"]["verdict"] == "unreached"
    with acting_on_shared_data():
        Domain.objects.filter(host=HOST).update(certificate_asked_at=domain.routed_at)
    assert alphas.check(domain) == "active"


@pytest.mark.parametrize("verdict", [Verdict.UNTRUSTED, Verdict.WAITING, Verdict.FORBIDDEN])
def test_a_bad_certificate_keeps_it_waiting_and_takes_nothing_from_an_active_one(
    verdict: Verdict, alphas: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate, "inspect", lambda host: verdict)
    domain = alphas.claim(HOST)
    alphas.prove(domain)
    alphas.route(domain)
    assert alphas.check(domain) == "routed"
    monkeypatch.setattr(certificate, "inspect", lambda host: Verdict.FINE)
    assert alphas.check(domain) == "active"
    monkeypatch.setattr(certificate, "inspect", lambda host: verdict)
    assert alphas.check(domain, 5) == "active"


@pytest.mark.parametrize(
    ("records", "is_forbidden"),
    [
        ({}, False),
        ({"acme.example": ['0 issue "other.example"']}, True),
        ({"acme.example": ['0 issue ";"']}, True),
        ({"acme.example": ['0 issue "other.example"', '0 issue "letsencrypt.org; x=1"']}, False),
        ({"acme.example": ['0 iodef "mailto:x@acme.example"']}, False),
        ({HOST: ['0 issue "letsencrypt.org"'], "acme.example": ['0 issue "other.example"']}, False),
    ],
)
def test_what_the_domain_allows_is_read_from_the_nearest_name(
    records: dict[str, list[str]], is_forbidden: bool, zones: Zones
) -> None:
    zones.put(HOST, "A", "93.184.216.34")
    for name, values in records.items():
        zones.put(name, "CAA", *values)
    assert certificate.is_forbidden(HOST) is is_forbidden


def test_a_certificate_is_shown_in_words(
    alphas: Yard, browse: Any, olga: Any, connections: list[Any]
) -> None:
    domain = alphas.claim(HOST)
    alphas.prove(domain)
    alphas.route(domain)
    alphas.check(domain)
    page = browse(olga, alphas.tenant).get(f"/office/domains/{domain.uuid}/").content.decode()
    assert "could not reach" in page
    assert EDGE in page
    assert isinstance(domain, OwnDomain)
