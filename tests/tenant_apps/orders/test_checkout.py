"""The way of a visitor through cart and checkout, by HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.commissions import door as commissions
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.clients.verbs import welcome
from tenant_apps.orders.models import Invoice, Order, Service

BILLING = {
    "name": "Carl Client",
    "mobile": "۰۵۳۲ ۱۲۳ ۴۵ ۶۷",
    "country": "TR",
    "city": "İzmir",
    "street": "Kordon 1",
}


def begin(browser: Any, shop: Any, sku: str = "hosting-m", quantity: Any = "1", *add_ons: str) -> Any:
    wish = {"offer": shop.offer(sku), "quantity": quantity, "add_ons": [shop.offer(one) for one in add_ons]}
    return browser.post("/order/", wish)


def key_of(browser: Any) -> str:
    return str(browser.session["cart"]["key"])


def check_out(browser: Any, method: str = "stripe", **more: Any) -> Any:
    return browser.post("/order/checkout/", {**BILLING, "key": key_of(browser), "method": method, **more})


def test_from_the_storefront_to_the_gateway(shop: Any, as_carl: Any, carls_client: Any) -> None:
    assert begin(as_carl, shop, "hosting-m", "۲", "backups-m").url == "/order/checkout/"
    page = as_carl.get("/order/checkout/").content.decode()
    assert "TRY" in page or "₺" in page
    answer = check_out(as_carl)
    assert answer.url.startswith(shop.gateway.url)
    invoice = Invoice.objects.get()
    assert invoice.total_minor == 22_000
    carls_client.refresh_from_db()
    assert (carls_client.mobile, carls_client.city) == ("+905321234567", "İzmir")
    assert "cart" not in as_carl.session


@pytest.mark.parametrize("quantity", ["-1", "0", "0.1", "1e9", "NaN", "10001", "", "٣٫٥", "9" * 40])
def test_a_quantity_that_is_none_is_refused(shop: Any, as_carl: Any, quantity: str) -> None:
    assert begin(as_carl, shop, "hosting-m", quantity).status_code == 400
    assert "cart" not in as_carl.session


def test_prices_sent_along_are_not_read(shop: Any, as_carl: Any) -> None:
    as_carl.post(
        "/order/", {"offer": shop.offer("hosting-m"), "quantity": "1", "price": "1", "unit_minor": "1"}
    )
    check_out(as_carl, total="1", total_minor="1", currency="USD")
    assert Invoice.objects.get().total_minor == 10_000


@pytest.mark.parametrize("offer", ["", "x", "7d444840-9dc0-11d1-b245-5ffdce74fad2", "' OR 1=1"])
def test_an_offer_that_is_none_is_refused(shop: Any, as_carl: Any, offer: str) -> None:
    assert as_carl.post("/order/", {"offer": offer, "quantity": "1"}).status_code == 400


def test_the_cart_survives_signing_in(shop: Any, browse: Any, carl: Any, reseller: Any) -> None:
    visitor = browse(None, reseller)
    begin(visitor, shop)
    page = visitor.get("/order/checkout/").content.decode()
    assert "/accounts/login/?next=/order/checkout/" in page
    assert "/accounts/signup/?next=/order/checkout/" in page
    key = key_of(visitor)
    visitor.post("/accounts/login/", {"login": "carl@example.com", "password": "correct horse battery"})
    assert key_of(visitor) == key
    assert b"Billing details" in visitor.get("/order/checkout/").content


def test_a_double_click_is_one_order_and_one_payment(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop)
    form = {**BILLING, "key": key_of(as_carl), "method": "stripe"}
    first, second = (as_carl.post("/order/checkout/", form) for _ in range(2))
    assert first.url == second.url
    assert Order.objects.count() == 1
    assert len(shop.account.all("checkout.session")) == 1


def test_going_back_after_paying_leads_to_the_paid_invoice(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop)
    form = {**BILLING, "key": key_of(as_carl), "method": "stripe"}
    shop.pay_at_gateway(as_carl.post("/order/checkout/", form).url)
    shop.deliver("checkout.session.completed")
    again = as_carl.post("/order/checkout/", form)
    assert again.url.startswith("/my/orders/")
    assert Order.objects.count() == 1


def test_a_second_tab_with_an_older_cart_orders_nothing(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop)
    old = {**BILLING, "key": key_of(as_carl), "method": "stripe"}
    begin(as_carl, shop, "hosting-m", "7")
    assert as_carl.post("/order/checkout/", old).url == "/order/checkout/"
    assert not Order.objects.exists()


def test_wrong_billing_details_lose_nothing(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop)
    answer = check_out(as_carl, mobile="12")
    assert answer.status_code == 400
    assert "Kordon 1" in answer.content.decode()
    assert not Order.objects.exists()


def test_a_trial_goes_through_without_payment(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop, "mail-m", "3")
    page = as_carl.get("/order/checkout/").content.decode()
    assert "Start the free trial" in page
    answer = check_out(as_carl, method="")
    assert answer.url.startswith("/my/orders/")
    assert b"is being set up" in as_carl.get(answer.url).content
    run_due()
    assert Service.objects.get().status == Service.Status.TRIAL


def test_skipping_the_trial_pays_today(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop, "mail-m", "3")
    assert "Pay" in as_carl.get("/order/checkout/?start=paid").content.decode()
    assert check_out(as_carl, start="paid").url.startswith(shop.gateway.url)
    assert Invoice.objects.get().total_minor == 12_000  # 3 × 40.00


def test_bank_transfer_tells_where_to_send_the_money(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop)
    answer = as_carl.get(check_out(as_carl, method="bank").url)
    assert b"Send it to TR33." in answer.content


@pytest.mark.parametrize("method", ["bitcoin", "credit"])
def test_a_method_that_is_not_offered_leads_to_the_invoice(shop: Any, as_carl: Any, method: str) -> None:
    payments.switch("credit", is_enabled=False, by=User.objects.first().actor)
    begin(as_carl, shop)
    assert check_out(as_carl, method=method).url.startswith("/my/invoices/")


def test_staff_cannot_order_for_themselves(shop: Any, as_olga: Any) -> None:
    begin(as_olga, shop)
    assert b"You are signed in as staff" in as_olga.get("/order/checkout/").content
    check_out(as_olga)
    assert not Order.objects.exists()


def test_an_offer_withdrawn_meanwhile_is_told(shop: Any, as_carl: Any) -> None:
    from tenant_apps.storefront.models import Offer

    begin(as_carl, shop)
    Offer.objects.update(is_listed=False)
    assert as_carl.get("/order/checkout/").status_code == 400
    assert b"Your cart is empty" in as_carl.get("/order/checkout/").content


def test_a_stranger_cannot_pay_somebody_elses_invoice(
    shop: Any, carls_client: Any, browse: Any, sam: Any, reseller: Any
) -> None:
    invoice = shop.invoice(carls_client)
    answer = browse(sam, reseller).post(f"/my/invoices/{invoice.uuid}/payment/", {"method": "stripe"})
    assert answer.status_code == 404
    assert payments.payments_of(invoice.uuid) == []


def test_a_referred_purchase_earns_commission(shop: Any, carl: Any) -> None:
    token = commissions.visit(commissions.code_of(carl.uuid), fingerprint="a browser")
    newcomer = User.objects.create_user("nina@example.com", name="Nina New", role="client")
    welcome(newcomer, referral=token, by=newcomer.actor)
    invoice = shop.paid(Client.objects.get(email="nina@example.com"))
    (entry,) = ledger.entries(str(invoice.uuid))
    # 100.00: fee 3.20, wholesale 65.00, commission 20 % = 20.00, margin 11.80.
    assert {leg.account_kind: leg.amount.minor for leg in entry.legs} == {
        "gateway_clearing": 10_000,
        "gateway_fees": -320,
        "wholesale_payable": -6_500,
        "affiliate_pending": -2_000,
        "reseller_margin": -1_180,
    }


def test_the_dashboard_takes_the_same_number_of_queries_however_much_there_is(
    shop: Any, carls_client: Any, as_carl: Any, as_olga: Any, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pages = [
        (as_carl, "/my/"), (as_carl, "/my/orders/"), (as_carl, "/my/invoices/"), (as_carl, "/my/services/"),
        (as_olga, "/office/"), (as_olga, "/office/orders/"), (as_olga, "/office/invoices/"),
        (as_olga, "/office/services/"), (as_olga, "/office/payments/"), (as_olga, "/office/clients/"),
    ]  # fmt: skip

    def count() -> list[int]:
        found = []
        for browser, path in pages:
            browser.get(path)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert browser.get(path).status_code == 200
            found.append(len(queries))
        return found

    shop.paid(carls_client)
    shop.start(shop.invoice(carls_client), "bank")
    run_due()
    few = count()
    for _ in range(4):
        shop.paid(carls_client, shop.wish("hosting-m", 2, "backups-m"))
        shop.start(shop.invoice(carls_client), "bank")
    run_due()
    assert count() == few
