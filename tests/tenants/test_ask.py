"""The proxy asks whether a host deserves a certificate; whatever goes wrong, the answer is no."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tenants.context import acting_on_shared_data
from tenants.models import Domain, Tenant
from tenants.routing import certificate_asked_at, close_host, open_host

HOST = "shop.acme.example"
ROOT = Path(__file__).parents[2]


def ask(domain: str, *, host: str = "anything.example", address: str = "127.0.0.1", **headers: str) -> int:
    browser = Browser(HTTP_HOST=host, REMOTE_ADDR=address)
    return browser.get("/internal/ask", {"domain": domain}, headers=headers).status_code


@pytest.fixture
def routed(reseller: Any) -> Any:
    with acting_on_shared_data():
        open_host(reseller.id, HOST)
    return reseller


@pytest.mark.parametrize("host", ["unknown.example", "alpha.vitrine.localhost", "127.0.0.1", "bad host", ""])
def test_it_is_answered_on_any_host(host: str, routed: Any) -> None:
    assert ask(HOST, host=host) == 200


def test_hosts_of_the_platform_deserve_one_as_well(routed: Any, operator: Any) -> None:
    assert ask("alpha.vitrine.localhost") == 200
    assert ask(operator.canonical_host) == 200
    assert ask(HOST.upper()) == 200


@pytest.mark.parametrize(
    "domain",
    [
        "unknown.acme.example",
        "acme.example",
        f"{HOST}.",
        f"{HOST}:443",
        f"www.{HOST}",
        "*.acme.example",
        "%",
        "",
        "x" * 300,
        "shop.acme.example\x00",
        "shop.acme.example' OR 1=1 --",
        "127.0.0.1",
    ],
)
def test_what_leads_nowhere_deserves_none(domain: str, routed: Any) -> None:
    assert ask(domain) == 404


def test_without_a_domain_there_is_none(routed: Any) -> None:
    assert Browser(HTTP_HOST="x.example").get("/internal/ask").status_code == 404


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "127.0.0.2", ""])
def test_nobody_but_the_proxy_is_answered(address: str, routed: Any) -> None:
    assert ask(HOST, address=address) == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"])
def test_a_visitor_who_comes_through_the_proxy_is_not_answered(header: str, routed: Any) -> None:
    assert ask(HOST, **{header: "192.0.2.1"}) == 404


def test_only_get_is_answered(routed: Any) -> None:
    browser = Browser(HTTP_HOST="x.example")
    assert browser.post(f"/internal/ask?domain={HOST}").status_code == 404


def test_one_indexed_query_and_nothing_else(routed: Any) -> None:
    ask(HOST)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert ask(HOST) == 200
    statements = [query["sql"] for query in asked if "set_config" not in query["sql"]]
    assert len(statements) == 1, statements
    with acting_on_shared_data(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statements[0]}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index" in plan
    assert "tenants_domain_host" in plan


def test_the_first_yes_is_remembered(routed: Any) -> None:
    with acting_on_shared_data():
        assert certificate_asked_at(HOST) is None
    ask(HOST)
    with acting_on_shared_data():
        first = certificate_asked_at(HOST)
    assert first is not None
    ask(HOST)
    with acting_on_shared_data():
        assert certificate_asked_at(HOST) == first


@pytest.mark.django_db(transaction=True)
def test_a_closed_host_is_refused_at_once_whatever_caches_hold(routed: Any) -> None:
    assert ask(HOST) == 200
    assert Browser(HTTP_HOST=HOST).get("/").status_code == 308
    with acting_on_shared_data():
        close_host(routed.id, HOST)
    assert ask(HOST) == 404
    assert Browser(HTTP_HOST=HOST).get("/").status_code == 404


@pytest.mark.parametrize("status", ["suspended", "closed", "provisioning"])
def test_a_tenant_that_is_not_live_deserves_none(status: str, routed: Any) -> None:
    with acting_on_shared_data():
        Tenant.objects.filter(pk=routed.id).update(status=status)
    assert ask(HOST) == 404


@pytest.mark.slow
def test_it_fails_closed_without_a_database() -> None:
    """A process of its own whose database nobody runs."""
    question = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "answer = Client(HTTP_HOST='x.example').get('/internal/ask', {'domain': 'alpha.vitrine.localhost'})\n"
        "print(answer.status_code)"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "LOG_LEVEL": "CRITICAL",
    }
    found = subprocess.run(
        [sys.executable, "-c", question],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.stdout.split()[-1:] == ["404"], found.stderr


def test_it_fails_closed_when_the_database_goes_away(routed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(Domain.objects, "filter", away)
    assert ask(HOST) == 404


def test_it_fails_closed_when_anything_else_is_wrong(routed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Domain.objects, "filter", broken)
    browser = Browser(HTTP_HOST="x.example", raise_request_exception=False)
    assert browser.get("/internal/ask", {"domain": HOST}).status_code == 500
