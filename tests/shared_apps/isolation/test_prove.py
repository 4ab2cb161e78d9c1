"""The proof on the cast's two tenants, and that it can fail: each planted leak is found (RELIABILITY 1, 3, 4, 34)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import clear_url_caches, path

from config.urls import reseller as reseller_urls
from shared_apps.agenda import registry
from shared_apps.agenda.registry import Task
from shared_apps.isolation import addresses
from shared_apps.isolation.proof import prove
from shared_apps.isolation.report import Report
from shared_apps.isolation.tries import own, things
from tenants.access import client, office, public
from tests.guards.world import WORDS, build

Prove = Callable[..., Report]


@pytest.fixture
def proved(reseller: Any, other_reseller: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Prove]:
    # Hundreds of refusals: their pages have tests of their own.
    monkeypatch.setattr("django.views.defaults.page_not_found", lambda *_: HttpResponse(status=404))
    monkeypatch.setattr("django.views.defaults.permission_denied", lambda *_: HttpResponse(status=403))
    build(reseller, other_reseller)

    def run() -> Report:
        words = (WORDS["alpha"], WORDS["beta"])
        return prove(reseller, other_reseller, words=words, may_write=True, thoroughly=False)

    yield run
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A host with these addresses too, which alone are tried: a planted leak is looked for in a moment."""

    def have(*patterns: Any) -> None:
        monkeypatch.setattr(reseller_urls, "urlpatterns", [*patterns, *reseller_urls.urlpatterns])
        clear_url_caches()
        addresses.addresses_of.cache_clear()
        names = {"referral_link", *(one.name for one in patterns)}
        found = tuple(one for one in addresses.addresses_of("reseller") if one.name in names)
        for tries in (own, things):
            monkeypatch.setattr(tries, "addresses_of", lambda kind: found)

    yield have
    monkeypatch.undo()
    clear_url_caches()
    addresses.addresses_of.cache_clear()


def kinds(report: Report) -> set[str]:
    return {finding.kind for finding in report.findings}


def test_no_answer_gives_anything_of_another_tenant_away(proved: Prove):
    report = proved()
    assert report.findings == []
    assert report.probes > 400
    expected = {
        "objects",
        "clients",
        "pages",
        "exports",
        "files",
        "api",
        "forms",
        "sessions",
        "tokens",
        "cache",
    }
    assert expected | {"tasks", "writes"} <= set(report.counts)


def test_it_finds_what_views_give_away(proved: Prove, only: Any):
    """A public table read by its key alone; written by it; exported whole; a page kept without its tenant; a page
    that any client may open."""
    from shared_apps.payments.models import Payment
    from tenant_apps.orders.models import Invoice

    @office("payments.view")
    def reads(request: HttpRequest, uuid: Any) -> HttpResponse:
        return HttpResponse(status=200 if Payment.objects.filter(uuid=uuid).exists() else 404)

    @office("payments.view")
    def writes(request: HttpRequest) -> HttpResponse:
        Payment.objects.filter(uuid__in=request.POST.getlist("uuid")).update(redirect_url="mine")
        return HttpResponse(status=204)

    @office("payments.view")
    def exports(request: HttpRequest) -> HttpResponse:
        rows = "\n".join(str(one.uuid) for one in Payment.objects.all())
        return HttpResponse(rows, content_type="text/csv")

    @public
    def keeps(request: HttpRequest) -> HttpResponse:
        return HttpResponse(caches["shared"].get_or_set(f"page:{request.path}", request.get_host))

    @client
    def shows(request: HttpRequest, uuid: Any) -> HttpResponse:
        return HttpResponse(status=200 if Invoice.objects.filter(uuid=uuid).exists() else 404)

    only(
        path("office/leaky/payments/<uuid:uuid>/", reads, name="reads"),
        path("office/leaky/", writes, name="writes"),
        path("office/leaky/export/", exports, name="exports"),
        path("leaky/", keeps, name="keeps"),
        path("my/leaky/invoices/<uuid:uuid>/", shows, name="shows"),
    )
    report = proved()
    assert {"objects", "writes", "exports", "pages", "clients"} <= kinds(report)
    assert not report.has_held


def test_it_finds_keys_without_a_tenant_and_tasks_that_look_for_none(
    proved: Prove, only: Any, monkeypatch: pytest.MonkeyPatch
):
    """The tenant out of every salt and cache key; tasks that write to whatever row they are told."""
    from shared_apps.payments.models import Payment

    def leaky(payload: Any, *, by: Any) -> None:
        keys = [value for value in payload.values() if len(str(value)) == 36]
        Payment.objects.filter(uuid__in=keys).update(redirect_url="mine")

    monkeypatch.setattr("tenants.tokens.salt", lambda purpose: purpose)
    monkeypatch.setattr("tenant_apps.accounts.sessions.salt", lambda purpose: purpose)
    monkeypatch.setattr(
        caches["default"], "key_func", lambda key, prefix, version: f"{prefix}:{version}:{key}"
    )
    for name in list(registry._tasks):
        monkeypatch.setitem(registry._tasks, name, Task(name, leaky, False))
    only()
    assert {"tokens", "sessions", "cache", "tasks"} <= kinds(proved())
