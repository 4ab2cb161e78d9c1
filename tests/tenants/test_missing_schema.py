"""A schema missing, renamed or half made answers 503, and nothing is read from `public` (RELIABILITY 5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import ProgrammingError, connection
from django.http import HttpResponse

from tenant_apps.accounts.models import User
from tenants.context import acting_in, acting_on_shared_data

from .conftest import execute, rows

pytestmark = pytest.mark.django_db(transaction=True)

DAMAGE = {
    "missing": 'DROP SCHEMA "{schema}" CASCADE',
    "renamed": 'ALTER SCHEMA "{schema}" RENAME TO t_elsewhere',
    "half made": 'DROP TABLE "{schema}".accounts_user CASCADE; DROP TABLE "{schema}".django_session',
}


@contextmanager
def answered() -> Iterator[list[str]]:
    """Statements that the database answered, whoever asked. The host is looked up before."""
    seen: list[str] = []

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        seen.append(str(sql))
        return result

    with connection.execute_wrapper(watch):
        yield seen


@pytest.mark.parametrize("damage", DAMAGE)
def test_every_page_answers_503(damage: str, reseller: Any, olga: Any, browse: Any) -> None:
    browser = browse(olga, reseller)
    browser.raise_request_exception = False
    with acting_on_shared_data():
        execute(DAMAGE[damage].format(schema=reseller.schema_name))
    with answered() as statements:
        responses: list[HttpResponse] = [browser.get(path) for path in ("/accounts/login/", "/office/", "/")]
    assert {response.status_code for response in responses} == {503}
    assert all(response["Retry-After"] for response in responses)
    assert [each for each in statements if "tenants_domain" not in each] == []


@pytest.mark.parametrize("damage", ["missing", "renamed"])
@pytest.mark.parametrize("statement", ["SELECT 1", "VALUES (1)", "SELECT count(*) FROM tenants_tenant"])
def test_not_even_shared_data_answers_in_a_lost_schema(damage: str, statement: str, reseller: Any) -> None:
    with acting_on_shared_data():
        execute(DAMAGE[damage].format(schema=reseller.schema_name))
    with acting_in(reseller), pytest.raises(ProgrammingError, match="does not exist"):
        rows(statement)


def test_a_schema_that_goes_while_a_connection_is_in_it(reseller: Any) -> None:
    with acting_in(reseller):
        assert User.objects.exists()
        execute(DAMAGE["missing"].format(schema=reseller.schema_name))
        with pytest.raises(ProgrammingError):
            User.objects.exists()


def test_no_schema_name_can_break_out_of_the_switch(reseller: Any) -> None:
    from dataclasses import replace

    for name in (
        "x', false); DROP TABLE tenants_tenant; --",
        'x"; DROP TABLE tenants_tenant; --',
        "public, pg_catalog",
    ):
        with acting_in(replace(reseller, schema_name=name)), pytest.raises(ProgrammingError):
            rows("SELECT 1")
    with acting_on_shared_data():
        assert rows("SELECT count(*) > 0 FROM tenants_tenant") == [(True,)]
