"""A tenant has one address; its other hosts redirect there, to the same page and to nobody else's host."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tenants import host_cache
from tenants.context import acting_in, acting_on_shared_data
from tenants.hosts import portal_url, tenant_at
from tenants.models import Domain, Tenant
from tenants.routing import HostTaken, NotRouted, canonical_host, close_host, make_canonical, open_host

OWN, FIRST = "shop.acme.example", "alpha.vitrine.localhost"


@pytest.fixture
def moved(reseller: Any) -> Any:
    """Alpha on a domain of its own."""
    with acting_on_shared_data():
        open_host(reseller.id, OWN)
        make_canonical(reseller.id, OWN)
    forget()
    return reseller


def forget() -> None:
    """As another process sees it: an uncommitted test tells the caches nothing."""
    host_cache.near.clear()
    caches["shared"].clear()


def port() -> str:
    return f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/product/x/?offer=1&a=%20b",
        "/my/",
        "/nowhere/",
        "//evil.example/",
        "/\\evil.example",
        "/?next=//evil.example",
    ],
)
@pytest.mark.parametrize("method", ["get", "head", "post", "delete"])
def test_every_other_host_leads_to_the_same_page_on_the_canonical_one(
    method: str, path: str, moved: Any
) -> None:
    answer = getattr(Browser(HTTP_HOST=FIRST), method)(path)
    assert answer.status_code == 308
    assert answer["Location"].startswith(f"http://{OWN}{port()}/")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_path_and_query_are_kept(moved: Any) -> None:
    answer = Browser(HTTP_HOST=FIRST).get("/r/abc/?x=1&y=%C3%A9")
    assert answer["Location"] == f"http://{OWN}{port()}/r/abc/?x=1&y=%C3%A9"


def test_a_line_break_in_the_path_stays_in_the_path(moved: Any) -> None:
    answer = Browser(HTTP_HOST=FIRST).get("/x%0d%0aSet-Cookie:%20a=b/")
    assert answer.status_code == 308
    assert "\n" not in answer["Location"]
    assert "Set-Cookie" not in answer.headers


def test_machines_that_follow_nothing_are_served_where_they_were_told(moved: Any) -> None:
    answer = Browser(HTTP_HOST=FIRST).post("/webhooks/stripe/", b"{}", content_type="application/json")
    assert answer.status_code == 400


def test_a_page_that_is_still_open_keeps_its_look(moved: Any) -> None:
    assert Browser(HTTP_HOST=FIRST).get("/brand/icon.svg").status_code == 200


def test_health_is_answered_everywhere(moved: Any) -> None:
    assert Browser(HTTP_HOST=FIRST).get("/health/").status_code == 200


def test_links_follow_the_address(moved: Any) -> None:
    assert portal_url(tenant_at(FIRST), "/my/") == f"http://{OWN}{port()}/my/"  # type: ignore[arg-type]


def test_the_first_address_takes_over_when_the_own_one_is_closed(moved: Any) -> None:
    with acting_on_shared_data():
        close_host(moved.id, OWN)
        assert canonical_host(moved.id) == FIRST
    forget()
    assert Browser(HTTP_HOST=FIRST).get("/accounts/login/").status_code == 200
    assert Browser(HTTP_HOST=OWN).get("/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_at_once_on_every_host(reseller: Any) -> None:
    assert Browser(HTTP_HOST=FIRST).get("/accounts/login/").status_code == 200
    with acting_on_shared_data():
        open_host(reseller.id, OWN)
        assert Browser(HTTP_HOST=OWN).get("/").status_code == 308
        make_canonical(reseller.id, OWN)
    assert Browser(HTTP_HOST=OWN).get("/accounts/login/").status_code == 200
    assert Browser(HTTP_HOST=FIRST).get("/").status_code == 308


def test_a_host_of_another_tenant_stays_with_it(moved: Any, other_reseller: Any) -> None:
    with acting_on_shared_data():
        with pytest.raises(HostTaken):
            open_host(other_reseller.id, OWN)
        with pytest.raises(NotRouted):
            make_canonical(other_reseller.id, OWN)
        close_host(other_reseller.id, OWN, remove=True)
        assert Domain.objects.get(host=OWN).is_active
        assert canonical_host(other_reseller.id) == "beta.vitrine.localhost"


def test_what_does_not_lead_here_is_no_address(reseller: Any) -> None:
    with acting_on_shared_data():
        Domain.objects.create(tenant_id=reseller.id, host=OWN, is_active=False)
        with pytest.raises(NotRouted):
            make_canonical(reseller.id, OWN)
        assert canonical_host(reseller.id) == FIRST
        with pytest.raises(IntegrityError), transaction.atomic():
            Domain.objects.filter(host=OWN).update(is_canonical=True)


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_leave_one_address_that_serves(reseller: Any) -> None:
    hosts = [f"h{number}.acme.example" for number in range(4)]
    with acting_on_shared_data():
        for host in hosts:
            open_host(reseller.id, host)

    def change(host: str, closes: bool) -> None:
        with acting_on_shared_data():
            with suppress(NotRouted):
                (close_host if closes else make_canonical)(reseller.id, host)
        connection.close()

    changes = [(host, closes) for host in hosts for closes in (False, True)] * 2
    threads = [threading.Thread(target=change, args=each) for each in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_on_shared_data():
        assert Domain.objects.filter(tenant_id=reseller.id, is_canonical=True, is_active=True).count() == 1
        assert Tenant.objects.get(pk=reseller.id).record.canonical_host == FIRST


def test_a_redirect_costs_no_query_once_the_host_is_known(moved: Any) -> None:
    browser = Browser(HTTP_HOST=FIRST)
    browser.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/").status_code == 308
    assert [query["sql"] for query in asked] == []


def test_a_session_is_of_one_host_alone(moved: Any, olga: Any) -> None:
    browser = Browser(HTTP_HOST=OWN)
    with acting_in(moved):
        browser.force_login(olga, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert browser.get("/office/", HTTP_HOST=OWN).status_code == 200
    assert not browser.cookies["sid"]["domain"]
