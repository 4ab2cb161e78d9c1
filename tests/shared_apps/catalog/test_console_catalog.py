"""The console's catalogue page."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.catalog import verbs
from tenants.context import acting_on_shared_data

from .conftest import BY, put_price

pytestmark = pytest.mark.django_db
PAGE = "/console/catalog/"


def test_opal_reads_products_plans_and_prices(catalogue: Any, browse: Any, opal: Any, operator: Any) -> None:
    page = browse(opal, operator).get(PAGE)
    assert page.status_code == 200
    text = page.content.decode()
    for expected in ("Team Mail", "mail-s-y", "₺960", "Archive"):
        assert expected in text


def test_strangers_find_nothing(catalogue: Any, browse: Any, olga: Any, reseller: Any, operator: Any) -> None:
    assert browse(olga, reseller).get(PAGE).status_code == 404
    assert browse(None, operator).get(PAGE).status_code == 302


def test_it_rejects_post(catalogue: Any, browse: Any, opal: Any, operator: Any) -> None:
    assert browse(opal, operator).post(PAGE).status_code == 405


def test_an_unknown_currency_shows_one_that_exists(
    catalogue: Any, browse: Any, opal: Any, operator: Any
) -> None:
    assert "₺100" in browse(opal, operator).get(PAGE, {"currency": "XXX"}).content.decode()


def test_the_number_of_queries_does_not_grow(
    catalogue: Any, browse: Any, opal: Any, operator: Any, django_assert_max_num_queries: Any
) -> None:
    browser = browse(opal, operator)
    browser.get(PAGE)
    with acting_on_shared_data():
        for number in range(15):
            plan = verbs.put_plan(f"more-{number}", product=catalogue["mail"], name={"en": "More"}, by=BY)
            put_price(plan, 100)
    with django_assert_max_num_queries(14):
        assert browser.get(PAGE).status_code == 200
