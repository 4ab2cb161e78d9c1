"""The database itself: making it on a local start, and connections outside of Django's pool and scope."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


def ensure_database() -> bool:
    """Create the database of the settings when the server has none of that name; whether it did."""
    try:
        direct_connection().close()
    except psycopg.OperationalError:
        return _create_when_missing(str(connection.get_connection_params()["dbname"]))
    return False


def direct_connection() -> psycopg.Connection[object]:
    """A connection of one's own to the same database."""
    parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    return psycopg.connect(**parameters, autocommit=True)


@contextmanager
def exclusively(what: str) -> Iterator[None]:
    """Be the only one in the whole installation who does this; others wait.

    The lock belongs to an open transaction: it also holds behind a pooler, and ends with the process.
    """
    with direct_connection() as link, link.transaction():
        link.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
        yield


def _create_when_missing(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    return True
