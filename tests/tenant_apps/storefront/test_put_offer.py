"""Putting a catalogue item into the storefront."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shared_apps.catalog.door import UnknownItem
from shared_apps.catalog.verbs import put_price
from shared_apps.kernel.history import history_of
from shared_apps.kernel.money import Money
from tenant_apps.storefront import verbs
from tenant_apps.storefront.models import Offer
from tenant_apps.storefront.queries import current_currencies, listed
from tests.shared_apps.catalog.conftest import lira

from .conftest import BY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "in_reseller")]


def test_an_offer_keeps_its_price_and_a_snapshot_of_the_name() -> None:
    offer = verbs.put_offer("mail-s", lira(110), by=BY)
    assert (offer.retail, offer.kind, offer.name, offer.is_listed) == (
        lira(110),
        "plan",
        {"en": "Small"},
        True,
    )
    assert history_of(offer).get().verb == "put into storefront"


def test_putting_again_changes_the_price() -> None:
    first = verbs.put_offer("mail-s", lira(110), by=BY)
    again = verbs.put_offer("mail-s", lira(120), is_listed=False, by=BY)
    assert (again.pk, again.retail, again.is_listed) == (first.pk, lira(120), False)


@pytest.mark.parametrize("edge", [80, 200])
def test_the_limits_themselves_are_allowed(edge: int) -> None:
    assert verbs.put_offer("mail-s", lira(edge), by=BY).retail == lira(edge)


@pytest.mark.parametrize(
    ("minor", "limit", "side"),
    [
        (7_999, 80, "floor"),
        (0, 80, "floor"),
        (-5, 80, "floor"),
        (20_001, 200, "ceiling"),
        (10**15, 200, "ceiling"),
    ],
)
def test_beyond_the_limits_it_is_refused_with_the_limit(minor: int, limit: int, side: str) -> None:
    with pytest.raises(verbs.OfferOutOfBounds) as refused:
        verbs.put_offer("mail-s", Money(minor, "TRY"), by=BY)
    assert (refused.value.limit, refused.value.side) == (lira(limit), side)
    assert not Offer.objects.exists()


def test_a_currency_without_a_price_in_the_catalogue_is_refused() -> None:
    with pytest.raises(UnknownItem):
        verbs.put_offer("mail-s", Money(11_000, "USD"), by=BY)


def test_each_currency_has_a_price_of_its_own(catalogue: Any) -> None:
    dollars = {"wholesale": 300, "floor": 400, "suggested": 500, "ceiling": 900}
    put_price(catalogue["mail-s"], **{name: Money(minor, "USD") for name, minor in dollars.items()}, by=BY)
    verbs.put_offer("mail-s", lira(110), by=BY)
    verbs.put_offer("mail-s", Money(600, "USD"), by=BY)
    assert {offer.currency: offer.retail_minor for offer in Offer.objects.all()} == {
        "TRY": 11_000,
        "USD": 600,
    }
    assert current_currencies() == ["TRY", "USD"]
    assert [card.retail for card in listed("USD")] == [Money(600, "USD")]
    assert [card.retail for card in listed()] == [lira(110)]
    with pytest.raises(verbs.OfferOutOfBounds):
        verbs.put_offer("mail-s", Money(399, "USD"), by=BY)


def test_what_the_catalogue_does_not_sell_is_refused() -> None:
    with pytest.raises(UnknownItem):
        verbs.put_offer("moon", lira(110), by=BY)


def test_the_database_keeps_one_offer_an_item_and_no_negative_price() -> None:
    offer = verbs.put_offer("mail-s", lira(110), by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(kind="plan", sku="mail-s", retail_minor=1, currency="TRY")
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(retail_minor=-1)


def test_suggested_prices_are_taken_for_what_is_not_sold_yet() -> None:
    verbs.put_offer("mail-s", lira(110), by=BY)
    added = verbs.put_suggested_offers(["mail-s", "mail-m", "care", "moon"], by=BY)
    assert {offer.sku: offer.retail for offer in added} == {"mail-m": lira(200), "care": lira(40)}
    assert Offer.objects.get(sku="mail-s").retail == lira(110)


def test_a_withdrawn_offer_is_gone_and_its_history_stays() -> None:
    offer = verbs.put_offer("mail-s", lira(110), by=BY)
    key = offer.pk
    verbs.withdraw_offer(offer, by=BY)
    assert not Offer.objects.exists()
    offer.pk = key
    assert history_of(offer).first().verb == "withdraw"  # type: ignore[union-attr]
