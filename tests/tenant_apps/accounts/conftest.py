"""What the tests of accounts share: a browser on a host, and the mails of a tenant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client as Browser

from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in
from tenants.records import TenantRecord
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    """Attempts of another test do not count."""
    caches["shared"].clear()


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture
def visit(browse: Callable[..., Browser], reseller: TenantRecord) -> Browser:
    """A browser of nobody on the reseller's host."""
    return browse(None, reseller)


@pytest.fixture
def letters() -> Callable[[TenantRecord], list[Any]]:
    """The mails of a tenant, the latest last."""

    def read(tenant: TenantRecord) -> list[Any]:
        with acting_in(tenant):
            return list(MailMessage.objects.order_by("pk"))

    return read


@pytest.fixture
def sign_in() -> Callable[..., Any]:
    """Sign in by the form, as people do."""

    def enter(browser: Browser, person: Any, password: str = PASSWORD, **more: Any) -> Any:
        return browser.post("/accounts/login/", {"login": person.email, "password": password, **more})

    return enter


@pytest.fixture
def confirm() -> Callable[[Browser], Any]:
    """Enter the password once more, as security settings ask."""
    return lambda browser: browser.post("/accounts/confirm/", {"password": PASSWORD})


@pytest.fixture
def redis_down(db: None) -> Iterator[Callable[[], None]]:
    """The cache as it is when nothing listens where Redis should be."""
    cache = caches["default"]
    servers = cache._servers
    cache._servers = ["redis://127.0.0.1:1/0"]
    cache.__dict__.pop("_cache", None)

    def recover() -> None:
        cache._servers = servers
        cache.__dict__.pop("_cache", None)

    yield recover
    recover()


@pytest.fixture
def cheap_passwords(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where hashing is not what is tested: everybody has the cast's password, and comparing costs nothing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    monkeypatch.setattr(
        "tenant_apps.accounts.models.User.check_password", lambda person, raw: raw == PASSWORD
    )
