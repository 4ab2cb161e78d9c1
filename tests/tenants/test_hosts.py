"""The Host header alone leads to a tenant; what leads nowhere names nobody (RELIABILITY 2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client as Browser

from tenants import host_cache
from tenants.context import acting_on_shared_data
from tenants.hosts import host_of, tenant_at
from tenants.models import Domain, Tenant

from .conftest import BY


def visit(host: str, **headers: str) -> Any:
    return Browser(raise_request_exception=False).get("/", headers=headers, HTTP_HOST=host)


def names_nobody(response: Any) -> bool:
    body = response.content.lower()
    return not any(name in body for name in (b"alpha", b"vitrine", settings.PLATFORM_NAME.lower().encode()))


@pytest.mark.parametrize(
    "host",
    [
        "unknown.vitrine.localhost",
        "evil.example",
        "localhost",
        "127.0.0.1",
        "",
        "alpha.vitrine.localhost.evil.example",
        "alpha.vitrine.localhost@evil.example",
        "[::1]",
        "alpha.vitrine.localhost:80:80",
        "alpha..vitrine.localhost",
        ".alpha.vitrine.localhost",
        "alpha.vitrine.localhost/x",
        "alpha.vitrine.localhost:port",
        "x" * 300,
        "alpha.vitrine.localhost\u00b2",
        "alpha.vitrine.localhost:\u00b2",
        "public",
        "postgres",
        "*",
        "%",
        "alpha.vitrine.localhost,beta.vitrine.localhost",
        "alpha.vitrine.localhost beta.vitrine.localhost",
    ],
)
def test_an_unknown_or_odd_host_gets_404_and_no_tenant(host: str, db: None) -> None:
    response = visit(host)
    assert response.status_code == 404
    assert names_nobody(response)
    assert not response.cookies


@pytest.mark.parametrize(
    "host", ["alpha.vitrine.localhost", "ALPHA.Vitrine.localhost", "alpha.vitrine.localhost:8000"]
)
def test_the_host_is_read_without_case_and_port(host: str, reseller: Any) -> None:
    with acting_on_shared_data():
        assert tenant_at(host_of(host) or "") == reseller


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host", "X-Forwarded-Server", "X-Tenant"]
)
def test_no_other_header_names_the_tenant(header: str, db: None) -> None:
    value = "host=alpha.vitrine.localhost" if header == "Forwarded" else "alpha.vitrine.localhost"
    assert visit("unknown.vitrine.localhost", **{header: value}).status_code == 404


@pytest.mark.parametrize("status", ["suspended", "archived"])
@pytest.mark.django_db
def test_a_tenant_that_was_taken_off_gets_410_and_is_not_named(
    status: str, reseller: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert tenant_at(reseller.canonical_host)
    with acting_on_shared_data(), django_capture_on_commit_callbacks(execute=True):
        Tenant.objects.get(pk=reseller.id).move(status, by=BY)
    response = visit(reseller.canonical_host)
    assert response.status_code == 410
    assert names_nobody(response)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_tenant_that_is_being_set_up_is_not_served(django_capture_on_commit_callbacks: Any) -> None:
    with acting_on_shared_data():
        Tenant.objects.filter(slug="alpha").update(status="provisioning")
    assert visit("alpha.vitrine.localhost").status_code == 410


def test_a_domain_that_is_not_active_leads_nowhere(reseller: Any) -> None:
    with acting_on_shared_data():
        Domain.objects.create(tenant_id=reseller.id, host="shop.example", is_active=False)
    assert visit("shop.example").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_at_once_in_this_process_and_in_the_next(reseller: Any) -> None:
    assert tenant_at(reseller.canonical_host) == reseller
    with acting_on_shared_data():
        Tenant.objects.get(pk=reseller.id).move("suspended", by=BY)
    assert tenant_at(reseller.canonical_host).status == "suspended"
    host_cache.near.clear()
    assert tenant_at(reseller.canonical_host).status == "suspended"


@pytest.mark.django_db(transaction=True)
def test_a_slow_reader_does_not_put_the_old_answer_back(reseller: Any) -> None:
    host = reseller.canonical_host
    _, generation = host_cache.recall(host)
    with acting_on_shared_data():
        Tenant.objects.get(pk=reseller.id).move("suspended", by=BY)
    host_cache.keep(host, generation, reseller)
    host_cache.near.clear()
    assert tenant_at(host).status == "suspended"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_changes_nothing(reseller: Any) -> None:
    with acting_on_shared_data(), pytest.raises(ZeroDivisionError), transaction.atomic():
        Tenant.objects.get(pk=reseller.id).move("suspended", by=BY)
        tenant_at(reseller.canonical_host)
        raise ZeroDivisionError
    host_cache.near.clear()
    assert tenant_at(reseller.canonical_host) == reseller


def test_a_removed_domain_is_forgotten(reseller: Any, django_capture_on_commit_callbacks: Any) -> None:
    with acting_on_shared_data():
        domain = Domain.objects.create(tenant_id=reseller.id, host="shop.example")
        assert tenant_at("shop.example") == reseller
        with django_capture_on_commit_callbacks(execute=True):
            domain.delete()
    assert tenant_at("shop.example") is None


def test_a_known_host_costs_no_query(reseller: Any, django_assert_num_queries: Any) -> None:
    tenant_at(reseller.canonical_host)
    with django_assert_num_queries(0):
        for _ in range(50):
            assert tenant_at(reseller.canonical_host) == reseller
        host_cache.near.clear()
        assert tenant_at(reseller.canonical_host) == reseller


def test_the_nearest_cache_cannot_be_filled_without_end(db: None) -> None:
    for number in range(10_050):
        host_cache.keep_near(f"h{number}.example", None)
    assert len(host_cache.near) <= 10_000


@pytest.mark.django_db
def test_health_answers_on_any_host() -> None:
    browser = Browser(HTTP_HOST="unknown.example")
    assert browser.get("/health/").json() == {"status": "alive"}
    assert browser.get("/health/ready/").json()["database"] is True
    assert browser.get("/health/other/").status_code == 404
    assert connection.queries_log is not None
