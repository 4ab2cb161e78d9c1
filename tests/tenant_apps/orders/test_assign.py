"""Ordering for a client by assignment: the shop's prices or staff's own, within limits (S3.3, S3.24, S3.25)."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from shared_apps.kernel.money import Money
from tenant_apps.clients.portal import SwitchedOff, change_portal
from tenant_apps.notices.models import MailMessage
from tenant_apps.orders.errors import NameTaken, PriceBeyondLimits, PriceNotYours
from tenant_apps.orders.models import Order
from tenant_apps.orders.verbs import place_order
from tenant_apps.orders.views.office import assignment
from tenants.context import acting_in
from tests.tenant_apps.orders.stage import BY


def address(client: Any) -> str:
    return f"/office/clients/{client.uuid}/order/"


def typed(shop: Any, **changed: Any) -> dict[str, Any]:
    first = {
        "line0-offer": shop.offer("hosting-m"),
        "line0-quantity": "2",
        "line0-price": "",
        "line0-label": "",
    }
    return {"lines": "0", "key": str(uuid4()), "payment": "invoice", "coupon": "", **first, **changed}


@pytest.mark.parametrize("minor", [8_499, 20_001, 0, -5, 10**14])
def test_a_price_beyond_the_limits_is_refused(shop: Any, carls_client: Any, olga: Any, minor: int) -> None:
    """RELIABILITY 24: the floor is 85.00, the ceiling 200.00."""
    with pytest.raises(PriceBeyondLimits):
        place_order(carls_client, [shop.wish(override=Money(minor, "TRY"))], by=olga.actor)
    assert not Order.objects.exists()


def test_a_price_of_ones_own_is_frozen_and_wholesale_stays(shop: Any, carls_client: Any, olga: Any) -> None:
    order = place_order(carls_client, [shop.wish(quantity=2, override=Money(9_000, "TRY"))], by=olga.actor)
    line = order.lines.get()
    assert (line.unit_minor, line.total_minor, line.wholesale_unit_minor) == (9_000, 18_000, 6_500)
    assert order.placed_by == str(olga)


def test_the_office_orders_for_a_client_and_both_have_mail(
    shop: Any, carls_client: Any, as_olga: Any, reseller: Any
) -> None:
    """S3.24, S3.25."""
    body = typed(shop, **{"line0-price": "90", f"line0-one_{shop.offer('backups-m')}": "on"})
    answer = as_olga.post(address(carls_client), body)
    with acting_in(reseller):
        order = Order.objects.get()
        # 2 × 90.00 + 20.00.
        assert (order.client, order.total_minor) == (carls_client, 20_000)
        assert answer["Location"] == f"/office/orders/{order.uuid}/"
        sent = set(MailMessage.objects.values_list("to_email", flat=True))
    assert {"carl@example.com", "olga@example.com"} <= sent
    assert as_olga.post(address(carls_client), body).status_code == 302
    with acting_in(reseller):
        assert Order.objects.count() == 1


def test_the_page_calculates_before_anything_is_placed(
    shop: Any, carls_client: Any, as_olga: Any, reseller: Any
) -> None:
    page = as_olga.get(address(carls_client))
    assert page.status_code == 200
    page = as_olga.get(address(carls_client), {**typed(shop), "more": "1"})
    assert len(page.context["lines"]) == 2
    assert page.context["quote"].total == Money(20_000, "TRY")
    with acting_in(reseller):
        assert not Order.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"line0-quantity": "-1"},
        {"line0-quantity": "0.1"},
        {"line0-quantity": "1e9"},
        {"line0-quantity": "NaN"},
        {"line0-price": "1"},
        {"line0-price": "nan"},
        {"line0-offer": str(uuid4())},
        {"coupon": "NOPE"},
        {"line0-total": "1", "line0-quantity": ""},
        {"key": "nonsense"},
    ],
)
def test_what_is_tampered_with_is_refused(
    shop: Any, carls_client: Any, as_olga: Any, reseller: Any, changed: dict[str, str]
) -> None:
    """RELIABILITY 24."""
    assert as_olga.post(address(carls_client), typed(shop, **changed)).status_code == 422
    with acting_in(reseller):
        assert not Order.objects.exists()


def test_clients_who_may_not_order_do_not_and_staff_still_do(
    shop: Any, carl: Any, carls_client: Any, olga: Any
) -> None:
    change_portal({"may_order": False}, by=BY)
    with pytest.raises(SwitchedOff):
        place_order(carls_client, [shop.wish()], by=carl.actor)
    assert place_order(carls_client, [shop.wish()], by=olga.actor)


def test_an_advisor_may_and_a_client_may_not_open_the_page(
    shop: Any, browse: Any, adel: Any, as_carl: Any, carls_client: Any, reseller: Any
) -> None:
    assert browse(adel, reseller).get(address(carls_client)).status_code == 200
    assert as_carl.get(address(carls_client)).status_code == 404


def test_money_that_was_taken_already_settles_the_order_once(
    shop: Any, carls_client: Any, as_olga: Any, reseller: Any
) -> None:
    body = typed(shop, payment="paid", method="cash", reference="R-17", paid_on="")
    for _again in range(2):
        assert as_olga.post(address(carls_client), body).status_code == 302
    with acting_in(reseller):
        order = Order.objects.get()
        invoice = order.invoices.get()
        assert (order.status, invoice.status, invoice.paid_minor) == ("paid", "paid", 20_000)


def test_a_receipt_is_not_written_down_twice(
    shop: Any, carls_client: Any, as_olga: Any, reseller: Any
) -> None:
    """The second order stays open: nobody pays two orders with one receipt."""
    for _order in range(2):
        body = typed(shop, payment="paid", method="cash", reference="R-17")
        assert as_olga.post(address(carls_client), body).status_code == 302
    with acting_in(reseller):
        assert [order.status for order in Order.objects.order_by("pk")] == ["paid", "placed"]


def test_only_who_may_approve_payments_says_that_it_is_paid(
    shop: Any, browse: Any, adel: Any, as_olga: Any, carls_client: Any, reseller: Any
) -> None:
    body = typed(shop, payment="paid", method="cash")
    assert browse(adel, reseller).post(address(carls_client), body).status_code == 422
    assert as_olga.post(address(carls_client), {**body, "method": ""}).status_code == 422
    with acting_in(reseller):
        assert not Order.objects.exists()


def test_clients_who_may_not_pay_do_not(shop: Any, carl: Any, as_carl: Any, carls_client: Any) -> None:
    """Issue 5: gone from the page, refused by the verb."""
    from tenant_apps.orders.verbs import pay_invoice
    from tenant_apps.orders.verbs.pay import Way

    invoice = shop.invoice(carls_client)
    assert b"Pay this invoice" in as_carl.get(f"/my/invoices/{invoice.uuid}/").content
    change_portal({"may_pay": False}, by=BY)
    with pytest.raises(SwitchedOff):
        pay_invoice(invoice, Way("stripe", "en", "http://x/{payment}", "http://x/{payment}"), by=carl.actor)
    assert b"Pay this invoice" not in as_carl.get(f"/my/invoices/{invoice.uuid}/").content
    refused = as_carl.post(f"/my/invoices/{invoice.uuid}/payment/", {"method": "stripe"})
    assert refused.status_code == 403
    assert as_carl.get("/my/invoices/payment/").status_code == 403
    for page in ("/my/", "/my/invoices/", f"/my/invoices/{invoice.uuid}/"):
        shown = as_carl.get(page).content.decode()
        assert not re.search(r">\s*Pay\b|Payment methods|Pay the invoice", shown), page
    assert "waiting to be paid" in as_carl.get("/my/").content.decode()


def test_a_name_that_is_taken_meanwhile_is_not_ordered_for_a_client(
    shop: Any, carls_client: Any, as_olga: Any, reseller: Any, monkeypatch: Any
) -> None:
    """The office asks the registrar again, as checkout does."""

    def taken(names: Any) -> None:
        raise NameTaken("yourname.com")

    monkeypatch.setattr(assignment, "names", SimpleNamespace(require_free=taken))
    answer = as_olga.post(address(carls_client), typed(shop))
    assert answer.status_code == 422
    assert "yourname.com" in answer.content.decode()
    with acting_in(reseller):
        assert not Order.objects.exists()


def test_add_ons_have_own_prices_within_their_limits(
    shop: Any, carls_client: Any, carl: Any, as_olga: Any, reseller: Any
) -> None:
    """S3.24, RELIABILITY 24: the floor of backups is 15.00, the ceiling 40.00; a client names no price."""
    backups = shop.offer("backups-m")
    body = typed(shop, **{f"line0-one_{backups}": "on", f"line0-own_{backups}": "14.99"})
    assert as_olga.post(address(carls_client), body).status_code == 422
    assert as_olga.post(address(carls_client), {**body, f"line0-own_{backups}": "15"}).status_code == 302
    own = {backups: Money(1_500, "TRY")}
    with acting_in(reseller):
        lines = Order.objects.get().lines.order_by("pk")
        assert [(one.sku, one.unit_minor) for one in lines] == [("hosting-m", 10_000), ("backups-m", 1_500)]
        with pytest.raises(PriceNotYours):
            place_order(carls_client, [shop.wish("hosting-m", 1, "backups-m", overrides=own)], by=carl.actor)
        with pytest.raises(PriceBeyondLimits):
            place_order(
                carls_client,
                [shop.wish("hosting-m", 1, "backups-m", overrides={backups: Money(4_001, "TRY")})],
                by=BY,
            )
