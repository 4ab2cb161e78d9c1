"""The Caddyfile of production, Debian's Caddy and a real ACME server: who gets a certificate, and who does not."""

from __future__ import annotations

import ssl
import time
from typing import Any

import pytest

from shared_apps.domains.checks import check
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.verbs import choose_address, claim, revoke
from shared_apps.kernel.actor import Actor
from tenants.context import acting_in
from tests.deploy.caddy.proxy import EDGE, Proxy
from tests.zones import Zones

BY = Actor.system("tests")
HOST = "shop.acme.example"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def domain(reseller: Any, zones: Zones, proxy: Proxy, settings: Any) -> OwnDomain:
    """Proved and led here, but not looked at yet."""
    settings.OUTSIDE_ALLOWED = [f"{HOST}:{proxy.https_port}"]
    with acting_in(reseller):
        made = claim(HOST, by=BY)[0]
    zones.put(f"_portal-verify.{HOST}", "TXT", made.proof)
    zones.put(HOST, "CNAME", f"{EDGE}.")
    return made


def look(reseller: Any, domain: OwnDomain) -> str:
    with acting_in(reseller):
        check(domain, by=BY)
    return str(domain.status)


def is_refused(proxy: Proxy, host: str, trust: ssl.SSLContext) -> bool:
    """Whether the handshake ends before any certificate is shown."""
    try:
        proxy.handshake(host, trust).close()
    except ssl.SSLCertVerificationError:
        return False
    except OSError:
        return True
    return False


def test_one_look_brings_a_proved_domain_its_certificate_and_makes_it_active(
    reseller: Any, domain: OwnDomain, proxy: Proxy, trust: ssl.SSLContext
) -> None:
    assert is_refused(proxy, HOST, trust)
    began = time.monotonic()
    assert look(reseller, domain) == "active"
    spent = time.monotonic() - began
    assert domain.answers["certificate"]["verdict"] == "fine"
    assert spent < 5, f"The certificate took {spent:.1f} s."
    print(f"certificate after {spent:.2f} s")
    with acting_in(reseller):
        choose_address(domain, by=BY)
    status, headers, body = proxy.get(HOST, "/accounts/login/", trust)
    assert status == 200
    assert b"Alpha Bulut" in body
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "server" not in headers
    assert "via" not in headers
    assert not {"caddy", "granian", "vitrine"} & set(" ".join(headers.values()).lower().split())


def test_another_host_of_the_tenant_redirects_to_the_address(
    reseller: Any, domain: OwnDomain, proxy: Proxy, trust: ssl.SSLContext
) -> None:
    assert look(reseller, domain) == "active"
    status, headers, _ = proxy.get(HOST, "/my/?x=1", trust)
    assert status == 308
    assert headers["location"] == f"https://alpha.vitrine.localhost:{proxy.https_port}/my/?x=1"


@pytest.mark.parametrize("host", ["unknown.acme.example", "pending.acme.example", "evil.example"])
def test_a_host_that_is_not_proved_gets_no_certificate(
    host: str, reseller: Any, zones: Zones, proxy: Proxy, trust: ssl.SSLContext
) -> None:
    """It leads here, so only the product stands between it and a certificate."""
    zones.put(host, "CNAME", f"{EDGE}.")
    if host.startswith("pending"):
        with acting_in(reseller):
            assert look(reseller, claim(host, by=BY)[0]) == "pending"
    assert is_refused(proxy, host, trust)


def test_a_revoked_domain_is_refused_by_the_application_while_its_certificate_lives(
    reseller: Any, domain: OwnDomain, proxy: Proxy, trust: ssl.SSLContext
) -> None:
    assert look(reseller, domain) == "active"
    assert proxy.get(HOST, "/", trust)[0] == 308
    with acting_in(reseller):
        revoke(domain, by=BY, reason="abuse")
    # What another process remembers of a host, it remembers for a second.
    time.sleep(1.1)
    status, headers, body = proxy.get(HOST, "/", trust)
    assert status == 404
    assert b"Alpha" not in body
    assert b"vitrine" not in body.lower()
    assert "location" not in headers


def test_nobody_outside_can_ask_the_internal_question(
    reseller: Any, domain: OwnDomain, proxy: Proxy, trust: ssl.SSLContext
) -> None:
    assert look(reseller, domain) == "active"
    for path in (
        "/internal/ask?domain=" + HOST,
        "/internal/../internal/ask?domain=" + HOST,
        "//internal/ask",
    ):
        assert proxy.get(HOST, path, trust)[0] in (308, 404)
        assert proxy.get(HOST, path, trust)[0] != 200
