"""Tiers and what a reseller may sell: its wholesale prices and its part of the catalogue."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.catalog import door, verbs
from shared_apps.catalog.models import Price, SellerTerms, Tier, TierPrice
from shared_apps.kernel.history import history_of
from tenants.context import acting_in

from .conftest import BY, lira

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def gold(catalogue: Any, in_shared: Any) -> Tier:
    """A tier that pays 40 instead of 50 for the small mail plan."""
    tier = Tier.objects.create(slug="gold", name={"en": "Gold"}, position=2, currency="TRY")
    price = Price.objects.get(plan=catalogue["mail-s"])
    TierPrice.objects.create(price=price, tier=tier, wholesale_minor=4_000)
    return tier


def test_a_reseller_pays_its_tiers_price_and_the_list_price_for_the_rest(
    gold: Tier, reseller: Any, other_reseller: Any, operator: Any
) -> None:
    door.set_terms(reseller.id, tier="gold", by=BY)
    with acting_in(reseller):
        assert door.tier_of().slug == "gold"
        assert door.plan("mail-s", "TRY").wholesale == lira(40)
        assert door.plan("mail-m", "TRY").wholesale == lira(100)
    for tenant in (other_reseller, operator):
        with acting_in(tenant):
            assert door.tier_of().is_default
            assert door.plan("mail-s", "TRY").wholesale == lira(50)


def test_only_allowed_products_are_on_sale_and_add_ons_go_with_them(gold: Tier, reseller: Any) -> None:
    door.set_terms(reseller.id, tier="gold", products=["hosting"], by=BY)
    with acting_in(reseller):
        assert [card.sku for card in door.plans("TRY")] == ["web-1"]
        assert [card.sku for card in door.add_ons("TRY")] == ["care"]
        with pytest.raises(door.UnknownItem):
            door.item("mail-s", "TRY")
    assert len(door.plans("TRY")) == 5


def test_a_product_can_be_for_some_tiers_only(
    catalogue: Any, gold: Tier, reseller: Any, other_reseller: Any
) -> None:
    catalogue["hosting"].tiers.set([gold])
    door.set_terms(reseller.id, tier="gold", by=BY)
    with acting_in(reseller):
        assert door.plan("web-1", "TRY").sku == "web-1"
    with acting_in(other_reseller), pytest.raises(door.UnknownItem):
        door.plan("web-1", "TRY")


def test_a_retired_product_is_sold_by_nobody(catalogue: Any, in_shared: Any) -> None:
    catalogue["hosting"].is_active = False
    catalogue["hosting"].save()
    assert "web-1" not in {card.sku for card in door.plans("TRY")}
    assert [sku for sku, _name in door.products_for_choice()] == ["mail"]


def test_unknown_tiers_and_products_are_refused_and_nothing_is_written(gold: Tier, reseller: Any) -> None:
    with pytest.raises(door.UnknownTier):
        door.set_terms(reseller.id, tier="platinum", by=BY)
    with pytest.raises(door.UnknownProduct):
        door.set_terms(reseller.id, tier="gold", products=["nonsense"], by=BY)
    assert not SellerTerms.objects.exists()


def test_terms_change_in_place_and_keep_their_first_day(gold: Tier, reseller: Any) -> None:
    door.set_terms(reseller.id, tier="gold", products=["mail"], by=BY)
    first = SellerTerms.objects.get()
    card = door.set_terms(reseller.id, tier="standard", by=BY)
    again = SellerTerms.objects.get()
    assert (card.tier.slug, card.product_skus, again.since) == ("standard", (), first.since)
    assert history_of(again).count() == 2


def test_a_reseller_reads_its_catalogue_in_one_query(
    gold: Tier, reseller: Any, django_assert_num_queries: Any
) -> None:
    door.set_terms(reseller.id, tier="gold", products=["mail"], by=BY)
    verbs.put_plan("more", product=Price.objects.get(plan__sku="mail-s").plan.product, name={}, by=BY)
    with acting_in(reseller):
        door.currencies()
        with django_assert_num_queries(1):
            assert len(door.plans("TRY")) == 4
