"""What a visitor may buy."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from shared_apps.catalog import verbs as catalogue_verbs
from tenant_apps.storefront import queries, verbs
from tenants.context import acting_in
from tests.shared_apps.catalog.conftest import lira, put_price

from .conftest import BY

pytestmark = [pytest.mark.django_db]


def test_plans_are_listed_with_their_add_ons(shop: Any, in_reseller: Any) -> None:
    cards = {card.sku: card for card in queries.listed()}
    assert list(cards) == ["mail-s", "mail-m", "mail-l", "mail-s-y", "web-1"]
    assert [extra.sku for extra in cards["mail-s"].add_ons] == ["archive", "care"]
    assert [extra.sku for extra in cards["web-1"].add_ons] == ["care"]
    assert cards["mail-s-y"].add_ons == ()  # both add-ons are billed by the month
    assert cards["mail-s"].retail == lira(110)


def test_a_card_tells_visitors_nothing_of_wholesale() -> None:
    names = {field.name for field in fields(queries.OfferCard)}
    assert not names & {"wholesale", "floor", "ceiling", "suggested", "margin"}


def test_a_hidden_offer_is_neither_listed_nor_found(shop: Any, in_reseller: Any) -> None:
    verbs.list_offer(shop["mail-m"], is_listed=False, by=BY)
    verbs.list_offer(shop["care"], is_listed=False, by=BY)
    assert "mail-m" not in [card.sku for card in queries.listed()]
    for sku in ("mail-m", "care"):
        with pytest.raises(queries.OfferWithdrawn):
            queries.offer_for(shop[sku].uuid)
    assert queries.offer_for(shop["mail-s"].uuid).add_ons[0].sku == "archive"


def test_another_resellers_offer_is_not_found(shop: Any, other_reseller: Any) -> None:
    with acting_in(other_reseller):
        assert queries.listed() == []
        with pytest.raises(queries.OfferWithdrawn):
            queries.offer_for(shop["mail-s"].uuid)


@pytest.mark.parametrize("wrong", ["", "moon", "0", "'; --", "00000000-0000-0000-0000-000000000000"])
def test_nonsense_is_not_found(shop: Any, in_reseller: Any, wrong: str) -> None:
    with pytest.raises(queries.OfferWithdrawn):
        queries.offer_for(wrong)


def test_a_price_that_the_catalogue_has_overtaken_is_not_sold(
    shop: Any, catalogue: Any, in_reseller: Any
) -> None:
    put_price(catalogue["mail-s"], 1_000)  # the floor is ₺800 now, the offer ₺110
    with pytest.raises(queries.OfferWithdrawn):
        queries.offer_for(shop["mail-s"].uuid)


def test_a_plan_that_left_the_catalogue_is_not_sold(shop: Any, catalogue: Any, in_reseller: Any) -> None:
    catalogue_verbs.put_plan(
        "web-1", product=catalogue["hosting"], name={"en": "Start"}, is_active=False, by=BY
    )
    with pytest.raises(queries.OfferWithdrawn):
        queries.offer_for(shop["web-1"].uuid)


def test_an_add_on_can_be_found_too(shop: Any, in_reseller: Any) -> None:
    card = queries.offer_for(str(shop["archive"].uuid))
    assert (card.kind, card.retail) == ("add_on", lira(25))


def test_it_takes_four_queries_however_much_is_sold(
    shop: Any, in_reseller: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        assert len(queries.listed()) == 5
