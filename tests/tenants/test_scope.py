"""`acting_in`: one tenant at a time, on every kind of statement, restored however a block ends."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DataError, IntegrityError

from tenant_apps.accounts.models import User
from tenants.context import (
    NoTenant,
    TenantUnavailable,
    TransactionSpansTenants,
    acting_in,
    acting_on_shared_data,
    current_tenant,
    scope_or_none,
)
from tenants.models import Tenant

from .conftest import rows

real = pytest.mark.django_db(transaction=True)


def emails() -> set[str]:
    return set(User.objects.values_list("email", flat=True))


def schema_in_force() -> str:
    return rows("SELECT current_schema()::text")[0][0]


def test_a_query_without_a_tenant_is_refused(db: None) -> None:
    with pytest.raises(NoTenant):
        User.objects.count()
    with pytest.raises(NoTenant):
        current_tenant()


def test_shared_data_is_no_tenant(in_shared: None) -> None:
    assert Tenant.objects.count() == 3
    with pytest.raises(NoTenant):
        current_tenant()


def test_users_are_not_reachable_from_shared_data(reseller: Any) -> None:
    with acting_on_shared_data(), pytest.raises(Exception, match="does not exist"), transaction.atomic():
        User.objects.count()


def test_each_tenant_sees_its_own_people(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        assert "olga@example.com" in emails()
        with acting_in(other_reseller):
            assert emails() == {"peer@example.com"}
        assert "olga@example.com" in emails()


def test_the_outer_scope_is_restored_when_the_block_raises(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        with pytest.raises(ZeroDivisionError), acting_in(other_reseller):
            raise ZeroDivisionError
        assert current_tenant() == reseller
        assert schema_in_force() == reseller.schema_name
    assert scope_or_none() is None


def test_the_same_tenant_may_be_entered_again(reseller: Any) -> None:
    with acting_in(reseller), transaction.atomic(), acting_in(reseller):
        assert current_tenant() == reseller


def test_a_tenant_that_is_not_live_is_refused(in_shared: None) -> None:
    tenant = Tenant.objects.get(slug="alpha")
    tenant.status = Tenant.Status.SUSPENDED
    with pytest.raises(TenantUnavailable), acting_in(tenant.record):
        pass


def test_a_transaction_begun_in_one_tenant_cannot_enter_another(reseller: Any, other_reseller: Any) -> None:
    with (
        acting_in(reseller),
        transaction.atomic(),
        pytest.raises(TransactionSpansTenants),
        acting_in(other_reseller),
    ):
        pass


def test_a_transaction_on_shared_data_takes_one_tenant_and_no_second(
    reseller: Any, other_reseller: Any
) -> None:
    with acting_on_shared_data(), transaction.atomic():
        with acting_in(reseller):
            emails()
        with acting_in(reseller):
            emails()
        with pytest.raises(TransactionSpansTenants), acting_in(other_reseller):
            pass


def test_shared_data_between_does_not_hide_the_first_tenant(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller), transaction.atomic(), acting_on_shared_data():
        entering = acting_in(other_reseller)
        with pytest.raises(TransactionSpansTenants), entering:
            pass


def test_the_next_transaction_is_free_again(reseller: Any, other_reseller: Any) -> None:
    @transaction.atomic
    def count_people(tenant: Any) -> int:
        with acting_in(tenant):
            return User.objects.count()

    with acting_on_shared_data():
        assert count_people(reseller) > count_people(other_reseller) > 0


def test_a_rolled_back_savepoint_takes_no_schema_with_it(reseller: Any) -> None:
    with acting_on_shared_data():
        Tenant.objects.count()
        with acting_in(reseller):
            with pytest.raises(IntegrityError), transaction.atomic():
                User.objects.create(email="olga@example.com", name="Twice", role="owner")
            assert schema_in_force() == reseller.schema_name
        assert schema_in_force() == "public"


@real
def test_a_rolled_back_transaction_takes_no_schema_with_it(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        emails()
    with acting_in(other_reseller):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            emails()
            raise ZeroDivisionError
        assert emails() == {"peer@example.com"}
    with acting_in(reseller):
        assert "olga@example.com" in emails()


@real
def test_a_failing_first_statement_leaves_the_right_schema(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        emails()
    with acting_in(other_reseller):
        with pytest.raises(DataError):
            rows("SELECT 1 / 0")
        assert emails() == {"peer@example.com"}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT current_schema()::text",
        "  \n(SELECT current_schema()::text)",
        "/* note */ SELECT current_schema()::text",
        "WITH x AS (SELECT current_schema()::text) SELECT * FROM x",
        "VALUES (current_schema()::text)",
    ],
)
@real
def test_every_form_of_first_statement_lands_in_the_tenant(statement: str, reseller: Any) -> None:
    with acting_in(reseller):
        assert rows(statement) == [(reseller.schema_name,)]


@real
def test_parameters_and_percent_signs_survive_the_joined_switch(reseller: Any) -> None:
    with acting_in(reseller):
        assert rows("SELECT %s || '%%'", ["100"]) == [("100%",)]


@real
def test_a_first_executemany_lands_in_the_tenant(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        emails()
    with acting_in(other_reseller), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE accounts_user SET name = %s WHERE email = %s", [("New", "peer@example.com")] * 2
        )
    with acting_in(other_reseller):
        assert User.objects.get().name == "New"


@real
def test_a_first_copy_lands_in_the_tenant(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        emails()
    with acting_in(other_reseller), connection.cursor() as cursor:
        with cursor.copy("COPY (SELECT email FROM accounts_user) TO STDOUT") as copy:
            assert b"".join(bytes(part) for part in copy) == b"peer@example.com\n"


@real
def test_a_first_server_side_cursor_lands_in_the_tenant(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        emails()
    with acting_in(other_reseller):
        assert [person.email for person in User.objects.iterator(chunk_size=1)] == ["peer@example.com"]
    with acting_in(reseller), transaction.atomic():
        assert "olga@example.com" in {person.email for person in User.objects.iterator(chunk_size=1)}


@real
def test_a_server_side_cursor_needs_a_tenant(reseller: Any) -> None:
    with pytest.raises(NoTenant):
        list(User.objects.iterator())


@real
def test_a_connection_from_the_pool_comes_without_a_tenant(reseller: Any, other_reseller: Any) -> None:
    for _ in range(5):
        for tenant, somebody in ((reseller, "olga"), (other_reseller, "peer")):
            with acting_in(tenant):
                assert f"{somebody}@example.com" in emails()
            connection.close()


@real
def test_a_thread_begins_without_a_tenant(reseller: Any) -> None:
    def look() -> str:
        try:
            User.objects.count()
        except NoTenant:
            return "refused"
        finally:
            connection.close()
        return "answered"

    with acting_in(reseller), ThreadPoolExecutor(1) as threads:
        assert threads.submit(look).result() == "refused"


@real
def test_threads_in_two_tenants_do_not_meet(reseller: Any, other_reseller: Any) -> None:
    together = Barrier(4)

    def look(tenant: Any) -> set[str]:
        try:
            with acting_in(tenant):
                together.wait()
                return emails()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(look, [reseller, other_reseller] * 2))
    assert seen[1] == seen[3] == {"peer@example.com"}
    assert "olga@example.com" in seen[0] & seen[2]


def test_two_coroutines_do_not_meet(reseller: Any, other_reseller: Any) -> None:
    async def stay(tenant: Any) -> Any:
        with in_tenant(tenant):
            await asyncio.sleep(0.01)
            return current_tenant()

    async def both() -> list[Any]:
        return await asyncio.gather(stay(reseller), stay(other_reseller))

    from tenants.context import ON_SHARED_DATA, in_scope

    def in_tenant(tenant: Any) -> Any:
        from dataclasses import replace

        return in_scope(replace(ON_SHARED_DATA, tenant=tenant, schema=tenant.schema_name))

    assert asyncio.run(both()) == [reseller, other_reseller]


@real
def test_what_runs_after_the_commit_runs_where_it_was_asked_for(reseller: Any) -> None:
    seen = []
    with acting_on_shared_data(), transaction.atomic(), acting_in(reseller):
        transaction.on_commit(lambda: seen.append(current_tenant().slug))
    assert seen == ["alpha"]


@real
def test_a_broken_connection_is_found_out_without_a_tenant(reseller: Any) -> None:
    with acting_in(reseller):
        emails()
    assert connection.is_usable()


@real
def test_a_connection_that_met_many_schemas_is_replaced(
    reseller: Any, other_reseller: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tenants.postgres.base.MOST_SCHEMAS", 2)
    with acting_in(reseller):
        first = rows("SELECT pg_backend_pid()")
        connection.close()
        assert rows("SELECT pg_backend_pid()") == first
    with acting_in(other_reseller):
        emails()
        connection.close()
        assert rows("SELECT pg_backend_pid()") != first
