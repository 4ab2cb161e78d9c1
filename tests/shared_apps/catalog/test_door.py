"""What tenants read of the catalogue."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from shared_apps.catalog import door, verbs

from .conftest import BY, lira, put_price

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_shared")]


def test_plans_come_in_the_catalogues_order_with_all_four_prices(catalogue: Any) -> None:
    cards = door.plans("TRY")
    assert [card.sku for card in cards] == ["mail-s", "mail-m", "mail-l", "mail-s-y", "web-1"]
    small = cards[0]
    assert (small.wholesale, small.floor, small.suggested, small.ceiling) == (
        lira(50),
        lira(80),
        lira(100),
        lira(200),
    )
    assert (small.trial_days, small.trial_step_days, small.trial_max_days) == (15, 15, 60)


def test_names_are_in_the_readers_language_or_in_english(catalogue: Any) -> None:
    with translation.override("fa"):
        card = door.plan("mail-s", "TRY")
    assert card.product_name == "ایمیل تیمی"
    assert card.group == "ایمیل"
    assert card.name == "Small"
    assert card.features == ("Calendar", "Small")


def test_a_currency_without_prices_sells_nothing(catalogue: Any) -> None:
    assert door.plans("IRR") == []
    with pytest.raises(door.UnknownItem):
        door.plan("mail-s", "IRR")


def test_an_inactive_plan_is_not_sold(catalogue: Any) -> None:
    verbs.put_plan("web-1", product=catalogue["hosting"], name={"en": "Start"}, is_active=False, by=BY)
    with pytest.raises(door.UnknownItem):
        door.item("web-1", "TRY")


def test_add_ons_go_with_their_plans_or_with_every_one(catalogue: Any) -> None:
    assert [card.sku for card in door.add_ons("TRY", "mail-s")] == ["archive", "care"]
    assert [card.sku for card in door.add_ons("TRY", "web-1")] == ["care"]
    assert door.item("archive", "TRY").kind == "add_on"


def test_the_number_of_queries_does_not_grow(catalogue: Any, django_assert_num_queries: Any) -> None:
    for number in range(12):
        plan = verbs.put_plan(f"more-{number}", product=catalogue["mail"], name={"en": "More"}, by=BY)
        put_price(plan, 100)
        put_price(verbs.put_add_on(f"extra-{number}", name={"en": "Extra"}, plans=[plan], by=BY), 10)
    with django_assert_num_queries(1):
        assert len(door.plans("TRY")) == 17
    with django_assert_num_queries(2):
        assert len(door.add_ons("TRY")) == 14
    with django_assert_num_queries(1):
        assert [product.name for product in door.products()] == ["Team Mail", "Hosting"]


def test_currencies_are_those_with_prices(catalogue: Any) -> None:
    assert door.currencies() == ["TRY"]
