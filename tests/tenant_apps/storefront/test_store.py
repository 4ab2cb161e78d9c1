"""The shop as visitors see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags

from tenant_apps.storefront import verbs
from tenants.context import acting_in

from .conftest import BY

pytestmark = pytest.mark.django_db


def test_a_new_shop_says_that_its_shelves_are_being_filled(browse: Any, reseller: Any) -> None:
    page = browse(None, reseller).get("/")
    assert page.status_code == 200
    assert "shelves are being filled" in page.content.decode()


def test_the_first_page_shows_monthly_plans_and_every_product(shop: Any, browse: Any, reseller: Any) -> None:
    text = strip_tags(browse(None, reseller).get("/").content.decode())
    for expected in ("Team Mail", "Hosting", "₺110", "₺220", "₺330", "15 days free"):
        assert expected in text
    assert "₺1,000" not in text


def test_the_yearly_switch_is_a_link(shop: Any, browse: Any, reseller: Any) -> None:
    browser = browse(None, reseller)
    assert 'href="?period=year#plans"' in browser.get("/").content.decode()
    yearly = browser.get("/", {"period": "year"}).content.decode()
    assert "₺1,000" in yearly
    assert "24%" in yearly  # 12 x 110 = 1320; 1000 is 24.2 % less
    assert "₺60" in yearly  # hosting has no yearly plan and stays


@pytest.mark.parametrize("wrong", ["", "once", "week", "<script>"])
def test_an_unknown_period_is_the_first_one(shop: Any, browse: Any, reseller: Any, wrong: str) -> None:
    assert "₺110" in browse(None, reseller).get("/", {"period": wrong}).content.decode()


def test_a_product_page_compares_plans_and_totals_on_the_server(
    shop: Any, browse: Any, reseller: Any
) -> None:
    wish = {
        "offer": shop["mail-s"].uuid,
        "quantity": "3",
        "add_ons": [shop["archive"].uuid, shop["care"].uuid],
    }
    text = browse(None, reseller).get("/plans/mail/", wish).content.decode()
    assert "Plans side by side" in text
    assert "₺450" in text  # 3 x 110 + 3 x 25 a user + 45 once
    assert 'action="/order/"' in text


def test_without_javascript_the_total_comes_by_post(shop: Any, browse: Any, reseller: Any) -> None:
    wish = {"offer": shop["mail-s"].uuid, "quantity": "2", "add_ons": [shop["care"].uuid]}
    browser = browse(None, reseller)
    assert "₺265" in browser.post("/plans/mail/total/", wish).content.decode()  # 2 x 110 + 45
    assert browser.get("/plans/mail/total/").status_code == 405
    assert browser.post("/plans/moon/total/", wish).status_code == 404


@pytest.mark.parametrize("quantity", ["-1", "0", "0.1", "NaN", "1e9", "", "9" * 30, "x"])
def test_a_nonsensical_quantity_counts_as_one(shop: Any, browse: Any, reseller: Any, quantity: str) -> None:
    wish = {"offer": shop["mail-m"].uuid, "quantity": quantity}
    page = browse(None, reseller).get("/plans/mail/", wish)
    assert page.status_code == 200
    assert 'value="1"' in page.content.decode()


def test_tampered_offers_and_add_ons_are_left_out(shop: Any, browse: Any, reseller: Any) -> None:
    wish = {"offer": "moon", "add_ons": [shop["archive"].uuid, "moon"], "price": "1"}
    text = browse(None, reseller).get("/plans/mail/", wish).content.decode()
    assert f'value="{shop["mail-m"].uuid}" checked' in text.replace("\n", " ")


def test_hidden_and_foreign_products_are_not_found(
    shop: Any, browse: Any, reseller: Any, other_reseller: Any
) -> None:
    with acting_in(reseller):
        verbs.list_offer(shop["web-1"], is_listed=False, by=BY)
    assert browse(None, reseller).get("/plans/hosting/").status_code == 404
    assert browse(None, other_reseller).get("/plans/mail/").status_code == 404
    assert browse(None, reseller).get("/plans/moon/").status_code == 404


@pytest.mark.parametrize("page", ["/", "/plans/mail/"])
def test_it_rejects_post(shop: Any, browse: Any, reseller: Any, page: str) -> None:
    assert browse(None, reseller).post(page).status_code == 405


def test_no_page_names_the_platform_or_wholesale(shop: Any, browse: Any, reseller: Any) -> None:
    for page in ("/", "/plans/mail/"):
        text = browse(None, reseller).get(page).content.decode()
        assert "Vitrine" not in text
        assert "₺50.00" not in text


def test_pages_take_the_same_queries_however_much_is_sold(
    shop: Any, browse: Any, reseller: Any, django_assert_max_num_queries: Any
) -> None:
    browser = browse(None, reseller)
    browser.get("/")
    with django_assert_max_num_queries(8):
        browser.get("/")


def test_every_plan_is_explained_side_by_side(shop: Any, browse: Any, reseller: Any) -> None:
    text = browse(None, reseller).get("/plans/", {"period": "year"}).content.decode()
    text = strip_tags(text).replace("\u2068", "").replace("\u2069", "")
    assert "₺83.33 a month" in text  # 1,000 / 12
    assert "₺320 a year" in text  # 12 x 110 - 1,000
    assert "application/ld+json" in browse(None, reseller).get("/plans/mail/").content.decode()
