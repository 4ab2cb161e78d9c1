"""The template databases of the tests: made once, kept while what makes them is the same, then cloned.

One is migrated and has the cast in it; the other has the shop of `tests.tenant_apps.orders.stage` as well.
"""

from __future__ import annotations

import fcntl
import hashlib
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection, connections

from tenants.context import acting_in, acting_on_shared_data

ROOT = Path(__file__).resolve().parent.parent


@cache
def template_database() -> str:
    """The name of a database with every schema migrated and the cast in it; made when it is not there."""
    name = f"{settings.DATABASES['default']['TEST']['NAME']}_template_{_fingerprint(_migrations())}"
    return _made(name, _build)


@cache
def stocked_database() -> str:
    """The name of a database with the shop of the tests on top; made when it is not there."""
    name = f"{template_database()}_{_fingerprint(_code())}"
    return _made(name, _stock)


def _made(name: str, make: Callable[[str], None]) -> str:
    lock = Path(tempfile.gettempdir()) / f"{name}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not _exists(name):
            make(name)
    return name


def clone_database(template: str, name: str) -> None:
    """A fresh copy of the template; the old one of that name goes."""
    with _maintenance() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def address_of(name: str) -> str:
    """How another process reaches a database of that name on the tests' server."""
    entry = settings.DATABASES["default"]
    account = quote(entry["USER"]) + (f":{quote(entry['PASSWORD'])}" if entry["PASSWORD"] else "")
    return f"postgresql://{account}@{entry['HOST']}:{entry['PORT'] or 5432}/{name}"


def _build(name: str) -> None:
    unfinished = f"{name}_new"
    with _maintenance() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{unfinished}"')
    _point_at(unfinished)
    from tests.cast import make_cast

    with acting_on_shared_data():
        from django.core.management import call_command

        call_command("migrate_tenants", verbosity=0)
    make_cast(acting_in, acting_on_shared_data)
    _finish(unfinished, name)


def _stock(name: str) -> None:
    unfinished = f"{name}_new"
    clone_database(template_database(), unfinished)
    _point_at(unfinished)
    from tests.tenant_apps.orders.stage import stock

    stock()
    _finish(unfinished, name)


def _finish(unfinished: str, name: str) -> None:
    connections.close_all()
    connection.close_pool()
    with _maintenance() as server:
        server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def _point_at(name: str) -> None:
    connections.close_all()
    if connection.pool:
        connection.close_pool()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _migrations() -> list[Path]:
    parts = sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py"))
    parts += [ROOT / "tests" / "cast.py", ROOT / "tests" / "database.py"]
    return parts + sorted(ROOT.glob("tenants/*.py"))


def _code() -> list[Path]:
    places = ("shared_apps", "tenant_apps", "tests/tenant_apps/orders")
    return [part for place in places for part in sorted((ROOT / place).rglob("*.py"))]


def _fingerprint(parts: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes())
    return digest.hexdigest()[:10]


def _exists(name: str) -> bool:
    with _maintenance() as server:
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _maintenance() -> psycopg.Connection[tuple[object, ...]]:
    entry = settings.DATABASES["default"]
    return psycopg.connect(
        host=entry["HOST"],
        port=entry["PORT"] or 5432,
        user=entry["USER"],
        password=entry["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )
