"""Placing an order: the server's prices, once per wish (RELIABILITY 24)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from shared_apps.agenda.door import run_due
from tenant_apps.orders import errors
from tenant_apps.orders.models import Invoice, NumberSequence, Order, OrderLine, Service
from tenant_apps.orders.quoting import LineWish
from tenant_apps.orders.verbs import place_order
from tenant_apps.storefront.models import Offer
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once
from tests.tenant_apps.orders.stage import BY


def test_an_order_is_invoiced_at_the_storefronts_prices(shop: Any, carls_client: Any) -> None:
    order = shop.order(carls_client, shop.wish("hosting-m", 3, "backups-m"))
    plan, extra = order.lines.order_by("pk")
    # 3 × 100.00 = 300.00, the add-on once: 20.00.
    assert (plan.total_minor, extra.total_minor, order.total_minor) == (30_000, 2_000, 32_000)
    assert (plan.wholesale_unit_minor, extra.wholesale_unit_minor) == (6_500, 1_300)
    assert extra.parent == plan
    invoice = order.invoices.get()
    assert (invoice.status, invoice.total_minor) == (Invoice.Status.OPEN, 32_000)
    assert order.status == Order.Status.PLACED


def test_a_later_price_change_leaves_the_order_alone(shop: Any, carls_client: Any) -> None:
    order = shop.order(carls_client)
    Offer.objects.filter(sku="hosting-m").update(retail_minor=15_000)
    assert order.lines.get().unit_minor == 10_000


@pytest.mark.parametrize("quantity", [-1, 0, 0.1, 1e9, float("nan"), 10_001, "2", True, None])
def test_quantities_are_whole_and_in_range(shop: Any, carls_client: Any, quantity: Any) -> None:
    with pytest.raises(errors.QuantityOutOfRange):
        shop.order(carls_client, shop.wish("hosting-m", quantity))
    assert not Order.objects.exists()


def test_the_most_seats_are_ten_thousand(shop: Any, carls_client: Any) -> None:
    assert shop.order(carls_client, shop.wish("hosting-m", 10_000)).total_minor == 100_000_000


def test_a_hidden_offer_is_refused(shop: Any, carls_client: Any) -> None:
    wish = shop.wish()
    Offer.objects.filter(sku="hosting-m").update(is_listed=False)
    with pytest.raises(errors.OfferUnavailable):
        shop.order(carls_client, wish)


def test_a_price_that_fell_below_the_floor_is_not_sold(shop: Any, carls_client: Any) -> None:
    wish = shop.wish()
    Offer.objects.filter(sku="hosting-m").update(retail_minor=1)
    with pytest.raises(errors.OfferUnavailable):
        shop.order(carls_client, wish)


def test_another_resellers_offer_is_refused(
    shop: Any, carls_client: Any, reseller: Any, other_reseller: Any
) -> None:
    from shared_apps.catalog import verbs as catalog
    from shared_apps.catalog.models import Plan
    from shared_apps.kernel.money import Money
    from tenant_apps.storefront.verbs import put_offer
    from tenants.context import acting_on_shared_data

    rial = [Money(amount, "IRR") for amount in (100, 200, 300, 400)]
    with acting_on_shared_data():
        plan = Plan.objects.get(sku="hosting-m")
        wholesale, floor, suggested, ceiling = rial
        catalog.put_price(plan, wholesale=wholesale, floor=floor, suggested=suggested, ceiling=ceiling, by=BY)
    with acting_in(other_reseller):
        theirs = put_offer("hosting-m", Money(300, "IRR"), by=BY).uuid
    with acting_in(reseller), pytest.raises(errors.OfferUnavailable):
        place_order(carls_client, [LineWish(theirs, 1)], by=BY)


def test_an_add_on_of_another_plan_is_refused(shop: Any, carls_client: Any) -> None:
    with pytest.raises(errors.AddOnDoesNotFit):
        shop.order(carls_client, shop.wish("mail-m", 1, "backups-m"))


def test_an_add_on_alone_is_refused(shop: Any, carls_client: Any) -> None:
    with pytest.raises(errors.OfferUnavailable):
        shop.order(carls_client, shop.wish("backups-m"))


def test_another_currency_is_refused(shop: Any, carls_client: Any) -> None:
    carls_client.currency = "USD"
    with pytest.raises(errors.CurrencyDiffers):
        shop.order(carls_client)


def test_a_closed_client_cannot_order(shop: Any, carls_client: Any) -> None:
    carls_client.move("closed", by=BY)
    with pytest.raises(errors.ClientClosed):
        shop.order(carls_client)


def test_nothing_is_no_order(shop: Any, carls_client: Any) -> None:
    with pytest.raises(errors.NothingOrdered):
        place_order(carls_client, [], by=BY)


def test_a_trial_starts_without_an_invoice(shop: Any, carls_client: Any) -> None:
    order = shop.order(carls_client, shop.wish("mail-m", 5))
    assert not order.invoices.exists()
    run_due()
    service = Service.objects.get()
    assert service.status == Service.Status.TRIAL
    assert service.trial_total_days == 15
    assert (service.trial_ends_at - service.starts_at).days == 15


def test_the_trial_can_be_skipped(shop: Any, carls_client: Any) -> None:
    invoice = shop.invoice(carls_client, shop.wish("mail-m", 5, skip_trial=True))
    assert invoice.total_minor == 20_000  # 5 × 40.00
    assert not Service.objects.exists()


def test_a_mixed_order_waits_for_what_is_due(shop: Any, carls_client: Any) -> None:
    invoice = shop.invoice(carls_client, shop.wish("mail-m", 2), shop.wish("hosting-m"))
    assert invoice.total_minor == 10_000
    assert not Service.objects.exists()


def test_the_same_wish_twice_is_one_order(shop: Any, carls_client: Any) -> None:
    key = uuid4()
    first = place_order(carls_client, [shop.wish()], key=key, by=BY)
    assert place_order(carls_client, [shop.wish()], key=key, by=BY) == first
    assert Invoice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_wish_at_once_is_one_order(shop: Any, carls_client: Any, reseller: Any) -> None:
    key, wish = uuid4(), shop.wish()
    made = at_once(reseller, [lambda: place_order(carls_client, [wish], key=key, by=BY)] * 6)
    assert len({order.pk for order in made}) == 1
    with acting_in(reseller):
        assert OrderLine.objects.count() == 1
        assert Invoice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_invoice_numbers_have_no_gap(shop: Any, carls_client: Any, reseller: Any) -> None:
    """Twelve orders at once, of which every third breaks after its number was taken."""
    wish = shop.wish()

    def order(breaks: bool) -> None:
        from django.db import transaction

        with transaction.atomic():
            place_order(carls_client, [wish], by=BY)
            if breaks:
                raise RuntimeError("the order is not made after all")

    at_once(reseller, [lambda at=at: order(at % 3 == 0) for at in range(12)])
    with acting_in(reseller):
        numbers = sorted(
            int(one.rsplit("-", 1)[1]) for one in Invoice.objects.values_list("number", flat=True)
        )
        assert numbers == list(range(1, 9))
        assert NumberSequence.objects.get(series="invoice").last == 8


def test_pricing_takes_the_same_number_of_queries_however_much_is_on_sale(
    shop: Any, carls_client: Any, django_assert_num_queries: Any
) -> None:
    from tenant_apps.orders.quoting import quote

    wishes = [shop.wish("hosting-m", 1, "backups-m"), shop.wish("mail-m", 3), shop.wish("training")]
    with django_assert_num_queries(9) as few:
        quote(wishes[:1])
    with django_assert_num_queries(len(few)):
        quote(wishes)
