"""The proof on the cast's two tenants, and that it can fail: each planted leak is found (RELIABILITY 1, 3, 4, 34)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import path

from shared_apps.agenda import registry
from shared_apps.agenda.registry import Task
from shared_apps.isolation.kinds import KINDS
from shared_apps.isolation.proof import prove
from shared_apps.isolation.report import Report
from tenants.access import client, office, public
from tests.guards.world import WORDS, build

Prove = Callable[..., Report]


@pytest.fixture
def proved(reseller: Any, other_reseller: Any, plain_refusals: None) -> Iterator[Prove]:
    build(reseller, other_reseller)

    def run() -> Report:
        words = (WORDS["alpha"], WORDS["beta"])
        return prove(reseller, other_reseller, words=words, may_write=True, thoroughly=False)

    yield run
    for cache in caches.all():
        cache.clear()


def test_no_answer_gives_anything_away_and_each_planted_leak_is_found(
    proved: Prove, only: Any, monkeypatch: pytest.MonkeyPatch
):
    """One world for both: it holds; then with leaks planted it does not, and each of them is named."""
    report = proved()
    assert report.findings == []
    assert report.probes > 400
    assert set(KINDS) <= set(report.counts)

    only(*leaky_views())
    take_the_tenant_out_of_keys(monkeypatch)
    have_tasks_write_anywhere(monkeypatch)
    report = proved()
    assert not report.has_held
    found = {(finding.kind, finding.what) for finding in report.findings}
    for kind, what in PLANTED:
        assert any(each == kind and what in tried for each, tried in found), f"{kind}: {what} was not found"


# Kind of probe, and what names the leak that it has to find.
PLANTED = (
    ("objects", "/office/leaky/payments/"),
    ("writes", "tables of"),
    ("exports", "/office/leaky/export/"),
    ("pages", "/leaky/"),
    ("clients", "/my/leaky/invoices/"),
    ("tokens", "a value signed for"),
    ("sessions", "the copied row"),
    ("cache", "cache default"),
    ("tasks", "task "),
)


def leaky_views() -> list[Any]:
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

    return [
        path("office/leaky/payments/<uuid:uuid>/", reads, name="reads"),
        path("office/leaky/", writes, name="writes"),
        path("office/leaky/export/", exports, name="exports"),
        path("leaky/", keeps, name="keeps"),
        path("my/leaky/invoices/<uuid:uuid>/", shows, name="shows"),
    ]


def take_the_tenant_out_of_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of every salt, of sessions, and of every cache key."""
    monkeypatch.setattr("tenants.tokens.salt", lambda purpose: purpose)
    monkeypatch.setattr("tenant_apps.accounts.sessions.salt", lambda purpose: purpose)
    monkeypatch.setattr(
        caches["default"], "key_func", lambda key, prefix, version: f"{prefix}:{version}:{key}"
    )


def have_tasks_write_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that write to whatever row they are told, without looking whose it is."""
    from shared_apps.payments.models import Payment

    def leaky(payload: Any, *, by: Any) -> None:
        keys = [value for value in payload.values() if len(str(value)) == 36]
        Payment.objects.filter(uuid__in=keys).update(redirect_url="mine")

    for name in list(registry._tasks):
        monkeypatch.setitem(registry._tasks, name, Task(name, leaky, False))
