"""The database itself: a local start finds none and makes it."""

from __future__ import annotations

import psycopg
from django.db import connection


def ensure_database() -> bool:
    """Create the database of the settings when the server has none of that name; whether it did."""
    parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    try:
        psycopg.connect(**parameters).close()
    except psycopg.OperationalError:
        return _create_when_missing(str(parameters["dbname"]))
    return False


def _create_when_missing(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    return True
