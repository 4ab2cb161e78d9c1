"""The template database of the tests: migrated once, kept while migrations and cast are the same, then cloned."""

from __future__ import annotations

import fcntl
import hashlib
import tempfile
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections

from tenants.context import acting_in, acting_on_shared_data

ROOT = Path(__file__).resolve().parent.parent


def template_database() -> str:
    """The name of a database with every schema migrated and the cast in it; made when it is not there."""
    name = f"{settings.DATABASES['default']['TEST']['NAME']}_template_{_fingerprint()}"
    lock = Path(tempfile.gettempdir()) / f"{name}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not _exists(name):
            _build(name)
    return name


def clone_database(template: str, name: str) -> None:
    """A fresh copy of the template; the old one of that name goes."""
    with _maintenance() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


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


def _fingerprint() -> str:
    parts = sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py"))
    parts += [ROOT / "tests" / "cast.py", ROOT / "tests" / "database.py"]
    parts += sorted(ROOT.glob("tenants/*.py"))
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
