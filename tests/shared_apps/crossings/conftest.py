"""Ways over a boundary, as a browser takes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from tenants.hosts import portal_url
from tenants.records import TenantRecord

ARRIVE = "/crossings/arrive/"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


def token_of(page: Any) -> str:
    """The token that a page hands over to the target."""
    found = _TOKEN.search(page.content.decode())
    assert page.status_code == 200 and found, page.content.decode()[:2000]
    return found[1]


def arrive_with(browser: Browser, token: str, source: TenantRecord, **more: Any) -> Any:
    origin = {"HTTP_ORIGIN": portal_url(source, ""), **more}
    return browser.post(ARRIVE, {"token": token}, **origin)


@pytest.fixture
def into_client(
    browse: Callable[..., Browser], reseller: TenantRecord, carls_client: Any, carl: Any
) -> Callable[..., Browser]:
    """A browser in which a member of alpha's staff acts for Carl."""

    def cross(staff: Any, mode: str = "act", **typed: str) -> Browser:
        browser = browse(staff, reseller)
        page = start(browser, carls_client, carl, mode, **typed)
        assert arrive_with(browser, token_of(page), reseller).status_code == 302
        return browser

    return cross


@pytest.fixture
def into_office(
    browse: Callable[..., Browser], operator: TenantRecord, reseller: TenantRecord, opal: Any, olga: Any
) -> Callable[..., Browser]:
    """A browser on alpha's host in which Opal acts for Olga."""

    def cross(mode: str = "act") -> Browser:
        page = start_office(browse(opal, operator), reseller, olga, mode)
        there = browse(None, reseller)
        assert arrive_with(there, token_of(page), operator).status_code == 302
        return there

    return cross


def start(browser: Browser, client: Any, person: Any, mode: str = "read", **typed: str) -> Any:
    fields = {
        "whom": str(person.uuid),
        "reason": "Ticket about a bill",
        "ticket": "T-7",
        "mode": mode,
        **typed,
    }
    return browser.post(f"/office/clients/{client.uuid}/entry/", fields)


def start_office(browser: Browser, tenant: TenantRecord, person: Any, mode: str = "read") -> Any:
    fields = {"whom": str(person.uuid), "reason": "They called us", "ticket": "", "mode": mode}
    return browser.post(f"/console/resellers/{tenant.uuid}/entry/", fields)
