"""Proofs in a moment: plain refusals, and few addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import clear_url_caches

from config.urls import reseller as reseller_urls
from shared_apps.isolation import addresses
from shared_apps.isolation.tries import own, things


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of refusals: their pages have tests of their own."""
    monkeypatch.setattr("django.views.defaults.page_not_found", lambda *_: HttpResponse(status=404))
    monkeypatch.setattr("django.views.defaults.permission_denied", lambda *_: HttpResponse(status=403))


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
