"""A migrated database, made once and cloned for each worker, and a fixed cast (HOUSE_STYLE, "Tests").

Olga owns the reseller "alpha", Adel advises there, Carl is its client and Sam another one; Peer owns the
reseller "beta"; Opal works for the operator. Nobody else appears in a test without being introduced by it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, connections
from django.test import Client as Browser
from django.test import TestCase, TransactionTestCase

from tenants.context import ON_SHARED_DATA, _adopt, acting_in, acting_on_shared_data
from tenants.records import TenantRecord
from tests.browser.one_worker import pytest_xdist_make_scheduler  # noqa: F401 - a hook
from tests.database import clone_database, stocked_database, template_database

# Collection and Django's own set-up look at shared data alone.
_adopt(ON_SHARED_DATA)

PASSWORD = "correct horse battery"
PLAIN_STATIC_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"


def pytest_configure(config: pytest.Config) -> None:
    """Each worker has a Redis database of its own; pages name static files that nobody has collected."""
    worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
    address = f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{int(worker.removeprefix('gw')) + 1}"
    for cache in settings.CACHES.values():
        cache["LOCATION"] = address
    settings.STORAGES["staticfiles"] = {"BACKEND": PLAIN_STATIC_FILES}
    _hash_lightly()


def _hash_lightly() -> None:
    """Passwords of the cast need no protection, and a hash as dear as a real one takes a tenth of a second."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
    Argon2PasswordHasher.parallelism = 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long by itself begins first, so that no process waits for another one at the end."""
    items.sort(key=lambda item: ("tests/browser/" not in item.nodeid, "slow" not in item.keywords))


def pytest_collection_finish() -> None:
    """Thousands of tests and every model stay until the end: the collector need not go over them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():
        _BARE.use()
        _clean_up_by_cloning()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        connection.close_pool()


class Copy:
    """This worker's copy of a template: made when it is first wanted, and anew after a test that commits."""

    current: Copy

    def __init__(self, suffix: str, template: Callable[[], str]) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self.name = f"{settings.DATABASES['default']['TEST']['NAME']}_{worker}{suffix}"
        self.template = template
        self.is_made = False

    def use(self) -> None:
        if not self.is_made:
            clone_database(self.template(), self.name)
            self.is_made = True
        _use_database(self.name)
        Copy.current = self

    def renew(self) -> None:
        connections.close_all()
        connection.close_pool()
        clone_database(self.template(), self.name)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> None:
    """A test that wants the stocked shop starts in a copy where it has been stocked before."""
    if fixturedef.argname != "_django_db_helper":
        return
    wanted = _STOCKED if _wants_stocked_shop(request) else _BARE
    if wanted is not Copy.current:
        with request.getfixturevalue("django_db_blocker").unblock():
            wanted.use()


def _wants_stocked_shop(request: pytest.FixtureRequest) -> bool:
    found = request.node._fixtureinfo.name2fixturedefs.get("shop")
    return bool(found) and found[-1].func.__module__ == "tests.tenant_apps.orders.stage"


def _use_database(name: str) -> None:
    connections.close_all()
    if connection.pool:
        connection.close_pool()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _clean_up_by_cloning() -> None:
    """After a test that commits, a fresh copy: Django's own flush knows one schema only."""

    def renew(case: TransactionTestCase) -> None:
        Copy.current.renew()

    TransactionTestCase._fixture_teardown = renew  # type: ignore[method-assign]
    TestCase._fixture_teardown = _ROLL_BACK  # type: ignore[method-assign]


_ROLL_BACK = TestCase._fixture_teardown
_BARE, _STOCKED = Copy("", template_database), Copy("_stocked", stocked_database)


@pytest.fixture(autouse=True)
def _no_scope_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test starts without a tenant: it says itself where it acts."""
    from django.core.cache import caches

    from tenants import host_cache

    if "django_db_setup" in request.fixturenames:
        host_cache.near.clear()
        caches["shared"].clear()
    _adopt(None)
    yield
    _adopt(ON_SHARED_DATA)


@pytest.fixture
def operator(in_shared_setup: None) -> TenantRecord:
    return _tenant("operator")


@pytest.fixture
def reseller(in_shared_setup: None) -> TenantRecord:
    return _tenant("alpha")


@pytest.fixture
def other_reseller(in_shared_setup: None) -> TenantRecord:
    return _tenant("beta")


@pytest.fixture
def in_shared_setup(db: None) -> None:
    """The cast needs the database."""


def _tenant(slug: str) -> TenantRecord:
    from tenants.models import Tenant

    with acting_on_shared_data():
        return Tenant.objects.get(slug=slug).record


@pytest.fixture
def in_reseller(reseller: TenantRecord) -> Iterator[TenantRecord]:
    with acting_in(reseller):
        yield reseller


@pytest.fixture
def in_operator(operator: TenantRecord) -> Iterator[TenantRecord]:
    with acting_in(operator):
        yield operator


@pytest.fixture
def in_shared(db: None) -> Iterator[None]:
    with acting_on_shared_data():
        yield


def _person(tenant: TenantRecord, name: str) -> Any:
    from tenant_apps.accounts.models import User

    with acting_in(tenant):
        person = User.objects.get(email=f"{name}@example.com")
    person.home = tenant
    return person


@pytest.fixture
def olga(reseller: TenantRecord) -> Any:
    return _person(reseller, "olga")


@pytest.fixture
def adel(reseller: TenantRecord) -> Any:
    return _person(reseller, "adel")


@pytest.fixture
def carl(reseller: TenantRecord) -> Any:
    return _person(reseller, "carl")


@pytest.fixture
def sam(reseller: TenantRecord) -> Any:
    return _person(reseller, "sam")


@pytest.fixture
def peer(other_reseller: TenantRecord) -> Any:
    return _person(other_reseller, "peer")


@pytest.fixture
def opal(operator: TenantRecord) -> Any:
    return _person(operator, "opal")


@pytest.fixture
def carls_client(carl: Any, reseller: TenantRecord) -> Any:
    return _client_of(carl, reseller)


@pytest.fixture
def sams_client(sam: Any, reseller: TenantRecord) -> Any:
    return _client_of(sam, reseller)


def _client_of(person: Any, tenant: TenantRecord) -> Any:
    from tenant_apps.clients.queries import client_of

    with acting_in(tenant):
        return client_of(person)


@pytest.fixture
def actor() -> Callable[[Any], Any]:
    return lambda person: person.actor


@pytest.fixture
def browse(db: None) -> Callable[[Any, TenantRecord], Browser]:
    """A browser on the host of a tenant, signed in as a person of that tenant or as nobody."""

    def open_browser(person: Any, tenant: TenantRecord) -> Browser:
        browser = Browser(HTTP_HOST=tenant.canonical_host)
        if person is not None:
            with acting_in(tenant):
                browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return browser

    return open_browser
