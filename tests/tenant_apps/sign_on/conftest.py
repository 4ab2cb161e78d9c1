"""A provider on loopback, rows that name it, and a browser that goes there and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client as Browser

from tenant_apps.sign_on.models import Provider
from tenant_apps.sign_on.verbs import add_provider, check_provider, switch_provider
from tenants.context import acting_in
from tenants.records import TenantRecord
from tests.cast import BY
from tests.fakes.openid import CLIENT, SECRET, OpenIDProvider, make_key


@pytest.fixture(scope="session")
def provider_key() -> Any:
    return make_key()


@pytest.fixture
def openid(provider_key: Any, settings: Any) -> Iterator[OpenIDProvider]:
    provider = OpenIDProvider(provider_key)
    settings.OUTSIDE_ALLOWED = [provider.host]
    yield provider
    provider.stop()


@pytest.fixture
def provider(openid: OpenIDProvider, reseller: TenantRecord) -> Provider:
    return made(openid, reseller, "clients")


@pytest.fixture
def staff_provider(openid: OpenIDProvider, reseller: TenantRecord) -> Provider:
    return made(openid, reseller, "staff")


def made(openid: OpenIDProvider, tenant: TenantRecord, audience: str, **fields: Any) -> Provider:
    """A provider of a tenant that is tested and switched on."""
    given = {"name": "Acme ID", "kind": "custom", "issuer": openid.issuer, "client_id": CLIENT, **fields}
    with acting_in(tenant):
        provider = add_provider({"audience": audience, **given}, secret=SECRET, by=BY)
        assert check_provider(provider, by=BY) == ""
        provider.refresh_from_db()
        switch_provider(provider, is_active=True, by=BY)
        provider.refresh_from_db()
    return provider


@dataclass
class Traveller:
    """A browser that goes to the provider and comes back."""

    browser: Browser
    openid: OpenIDProvider

    def leave(self, provider: Provider, **fields: str) -> str:
        page = self.browser.post(f"/accounts/with/{provider.uuid}/", fields)
        assert page.status_code == 200, page.content.decode()
        return str(page.context["address"])

    def come_back(self, provider: Provider, answer: dict[str, str]) -> Any:
        return self.browser.get(f"/accounts/with/{provider.uuid}/back/", answer)

    def sign_in(self, provider: Provider, **fields: str) -> Any:
        return self.come_back(provider, self.openid.authorize(self.leave(provider, **fields)))


@pytest.fixture
def traveller(openid: OpenIDProvider, browse: Callable[..., Browser], reseller: TenantRecord) -> Traveller:
    return Traveller(browse(None, reseller), openid)


def session(traveller: Traveller, tenant: TenantRecord) -> Any:
    with acting_in(tenant):
        return dict(traveller.browser.session)


def who(traveller: Traveller, tenant: TenantRecord) -> str:
    """The key of whoever is signed in."""
    return str(session(traveller, tenant).get("_auth_user_id", ""))
