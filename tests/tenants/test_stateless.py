"""Behind a pooler in transaction mode: nothing is taken for granted and nothing is left behind (PERFORMANCE)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from psycopg import sql

from tenant_apps.accounts.models import User
from tenants.context import NoTenant, acting_in, acting_on_shared_data

from .conftest import rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def stateless(transactional_db: None) -> Iterator[None]:
    before = {key: connection.settings_dict.get(key) for key in ("STATELESS", "DISABLE_SERVER_SIDE_CURSORS")}
    _use({"STATELESS": True, "DISABLE_SERVER_SIDE_CURSORS": True})
    yield
    _use(before)


def _use(settings: dict[str, Any]) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict.update(settings)


@pytest.fixture
def meddle(other_reseller: Any) -> Any:
    """What another client of the pooler may have done on the server's connection meanwhile."""

    def move() -> None:
        psycopg.Cursor(connection.connection).execute(
            f'SET search_path TO "{other_reseller.schema_name}", public'.encode()
        )

    return move


def emails() -> set[str]:
    return set(User.objects.values_list("email", flat=True))


def search_path() -> Any:
    return psycopg.Cursor(connection.connection).execute("SHOW search_path").fetchone()[0]


def test_every_statement_brings_its_schema_along(reseller: Any, meddle: Any) -> None:
    with acting_in(reseller):
        for _ in range(3):
            assert "olga@example.com" in emails()
            meddle()


def test_a_transaction_brings_it_once(reseller: Any, meddle: Any) -> None:
    with acting_in(reseller):
        emails()
        meddle()
        with transaction.atomic():
            assert "olga@example.com" in emails()
            assert "olga@example.com" in emails()
            with pytest.raises(IntegrityError), transaction.atomic():
                User.objects.create(email="olga@example.com", name="Twice", role="owner")
            assert "olga@example.com" in emails()


def test_nothing_is_left_behind(reseller: Any) -> None:
    with acting_on_shared_data():
        rows("SELECT 1")
    untouched = search_path()
    with acting_in(reseller):
        emails()
        with transaction.atomic():
            emails()
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE accounts_user SET name = %s WHERE email = %s", [("New", "olga@example.com")]
            )
            with cursor.copy("COPY (SELECT 1) TO STDOUT") as copy:
                list(copy)
    assert search_path() == untouched
    assert reseller.schema_name not in untouched


def test_many_statements_and_copies_land_in_the_tenant(
    reseller: Any, other_reseller: Any, meddle: Any
) -> None:
    with acting_in(reseller), connection.cursor() as cursor:
        rows("SELECT 1")
        meddle()
        cursor.executemany("UPDATE accounts_user SET name = %s WHERE email LIKE %s", [("New", "%")] * 2)
        meddle()
        with cursor.copy("COPY (SELECT email FROM accounts_user ORDER BY id LIMIT 1) TO STDOUT") as copy:
            assert b"".join(bytes(part) for part in copy) == b"olga@example.com\n"
        meddle()
        cursor.execute(
            sql.SQL("SELECT {} FROM accounts_user ORDER BY id LIMIT 1").format(sql.Identifier("email"))
        )
        assert cursor.fetchall() == [("olga@example.com",)]
    with acting_in(other_reseller):
        assert not User.objects.filter(name="New").exists()


def test_rows_are_read_in_parts_from_the_tenant(reseller: Any, meddle: Any) -> None:
    with acting_in(reseller):
        rows("SELECT 1")
        meddle()
        assert "olga@example.com" in {person.email for person in User.objects.iterator(chunk_size=1)}


def test_a_query_without_a_tenant_is_refused_all_the_same(reseller: Any) -> None:
    with acting_in(reseller):
        emails()
    with pytest.raises(NoTenant):
        emails()
