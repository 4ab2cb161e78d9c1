"""The office's storefront."""

from __future__ import annotations

from typing import Any

import pytest

from tenant_apps.storefront.models import Offer
from tenants.context import acting_in
from tests.shared_apps.catalog.conftest import lira, put_price

pytestmark = pytest.mark.django_db
LIST = "/office/storefront/"
ITEM = "/office/storefront/items/mail-s/"
POSTS = (f"{LIST}suggestions/", f"{ITEM}listing/", f"{ITEM}withdrawal/")


def test_olga_sees_every_item_with_prices_and_margin(
    shop: Any, browse: Any, olga: Any, reseller: Any
) -> None:
    text = browse(olga, reseller).get(LIST).content.decode()
    for expected in ("Team Mail", "Archive", "₺110", "₺60.00", "55%"):  # 110 - 50 = 60, 54.5 % of the price
        assert expected in text


def test_she_sets_a_price(catalogue: Any, browse: Any, olga: Any, reseller: Any) -> None:
    answer = browse(olga, reseller).post(ITEM, {"retail": "110.50", "is_listed": "on"})
    assert (answer.status_code, answer.url) == (302, LIST)
    with acting_in(reseller):
        assert Offer.objects.get(sku="mail-s").retail_minor == 11_050


@pytest.mark.parametrize(("price", "limit"), [("79.99", "₺80"), ("200.01", "₺200"), ("0", "₺80")])
def test_beyond_the_limits_the_page_names_the_limit_and_keeps_the_text(
    catalogue: Any, browse: Any, olga: Any, reseller: Any, price: str, limit: str
) -> None:
    page = browse(olga, reseller).post(ITEM, {"retail": price, "is_listed": "on"})
    text = page.content.decode()
    assert page.status_code == 422
    assert f"price for this item is {limit}" in text
    assert f'value="{price}"' in text
    with acting_in(reseller):
        assert not Offer.objects.exists()


@pytest.mark.parametrize("price", ["", "-1", "NaN", "1e9", "lots", "1" * 40])
def test_what_is_no_amount_is_refused(
    catalogue: Any, browse: Any, olga: Any, reseller: Any, price: str
) -> None:
    assert browse(olga, reseller).post(ITEM, {"retail": price}).status_code == 422


def test_a_persian_reader_types_and_reads_toman(
    catalogue: Any, browse: Any, peer: Any, other_reseller: Any
) -> None:
    from shared_apps.catalog import verbs
    from shared_apps.kernel.money import Money
    from tenants.context import acting_on_shared_data

    from .conftest import BY

    rial = {"wholesale": 500_000, "floor": 800_000, "suggested": 1_000_000, "ceiling": 2_000_000}
    with acting_on_shared_data():
        verbs.put_price(catalogue["mail-s"], **{k: Money(v, "IRR") for k, v in rial.items()}, by=BY)
    browser = browse(peer, other_reseller)
    browser.cookies["language"] = "fa"
    refused = browser.post(ITEM, {"retail": "۷۹٬۹۹۹", "is_listed": "on"}, HTTP_ACCEPT_LANGUAGE="fa")
    assert refused.status_code == 422
    with acting_in(other_reseller):
        peer.language = "fa"
        peer.save(update_fields=["language"])
    assert "۸۰٬۰۰۰" in browser.post(ITEM, {"retail": "۷۹٬۹۹۹"}).content.decode()
    assert browser.post(ITEM, {"retail": "۹۰٬۰۰۰", "is_listed": "on"}).status_code == 302
    with acting_in(other_reseller):
        assert Offer.objects.get(sku="mail-s").retail == Money(900_000, "IRR")


def test_the_margin_of_a_typed_price_is_computed_on_the_server(
    catalogue: Any, browse: Any, olga: Any, reseller: Any
) -> None:
    browser = browse(olga, reseller)
    assert "₺60" in browser.get(f"{ITEM}margin/", {"retail": "110"}).content.decode()
    assert "Type a price" in browser.get(f"{ITEM}margin/", {"retail": "x"}).content.decode()


def test_she_hides_shows_and_removes(shop: Any, browse: Any, olga: Any, reseller: Any) -> None:
    browser = browse(olga, reseller)
    for wish, listed in (("no", False), ("yes", True)):
        browser.post(f"{ITEM}listing/", {"is_listed": wish})
        with acting_in(reseller):
            assert Offer.objects.get(sku="mail-s").is_listed is listed
    browser.post(f"{ITEM}withdrawal/")
    with acting_in(reseller):
        assert not Offer.objects.filter(sku="mail-s").exists()


def test_ticked_items_are_added_at_suggested_prices(
    catalogue: Any, browse: Any, olga: Any, reseller: Any
) -> None:
    browse(olga, reseller).post(f"{LIST}suggestions/", {"sku": ["mail-m", "care", "moon"], "retail": "1"})
    with acting_in(reseller):
        assert {o.sku: o.retail for o in Offer.objects.all()} == {"mail-m": lira(200), "care": lira(40)}


def test_an_overtaken_price_is_marked(
    shop: Any, catalogue: Any, browse: Any, olga: Any, reseller: Any
) -> None:
    from tenants.context import acting_on_shared_data

    with acting_on_shared_data():
        put_price(catalogue["mail-s"], 1_000)
    assert "Price out of range" in browse(olga, reseller).get(LIST).content.decode()


def test_strangers_find_nothing_and_change_nothing(
    shop: Any, browse: Any, adel: Any, sam: Any, peer: Any, reseller: Any, other_reseller: Any
) -> None:
    for person, tenant, expected in ((sam, reseller, 404), (adel, reseller, 403)):
        browser = browse(person, tenant)
        assert browser.get(LIST).status_code == expected
        assert browser.get(ITEM).status_code == expected
        for address in POSTS:
            assert browser.post(address, {"is_listed": "no", "sku": "mail-m"}).status_code == expected
    foreign = browse(peer, other_reseller)
    assert foreign.get(ITEM).status_code == 404
    for address in POSTS[1:]:
        assert foreign.post(address, {"is_listed": "no"}).status_code == 404
    assert browse(None, reseller).post(POSTS[2]).status_code == 302
    with acting_in(reseller):
        assert Offer.objects.filter(is_listed=True).count() == len(shop)


@pytest.mark.parametrize("address", POSTS)
def test_verbs_reject_get(shop: Any, browse: Any, olga: Any, reseller: Any, address: str) -> None:
    assert browse(olga, reseller).get(address).status_code == 405


def test_the_list_takes_the_same_queries_however_much_there_is(
    shop: Any, browse: Any, olga: Any, reseller: Any, django_assert_max_num_queries: Any
) -> None:
    browser = browse(olga, reseller)
    browser.get(LIST)
    with django_assert_max_num_queries(12):
        browser.get(LIST)
