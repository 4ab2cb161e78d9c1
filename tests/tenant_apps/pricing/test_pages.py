"""The office's pages of tax, coupons, terms and the portal, and what clients see of them."""

from __future__ import annotations

from typing import Any

import pytest

from tenant_apps.clients.portal import SWITCHES, SwitchedOff, change_portal, may, portal_settings, require
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.rendering import render
from tenant_apps.orders.errors import TermsNotAccepted
from tenant_apps.orders.models import Order
from tenant_apps.orders.verbs import place_order
from tenant_apps.pricing.models import Coupon, PriceSettings, TaxRule, TermsVersion
from tenant_apps.pricing.verbs import put_coupon, put_tax_rule
from tenants.context import acting_in
from tests.tenant_apps.orders.stage import BY

COUPON = {
    "code": "spring", "note": "", "kind": "percent", "basis_points": "12.5", "duration": "some", "periods": "3",
    "most_uses": "۱۰", "minimum": "", "amount": "",
}  # fmt: skip


def test_a_rule_is_written_tried_and_removed(as_olga: Any, reseller: Any) -> None:
    body = {"name": "KDV", "basis_points": "20", "country": "TR", "region": "", "with_tax_id": "charge"}
    assert as_olga.post("/office/settings/tax/rules/new/", body).status_code == 302
    assert as_olga.post("/office/settings/tax/rules/new/", body).status_code == 422
    page = as_olga.get("/office/settings/tax/", {"amount": "100", "country": "TR"})
    assert page.context["preview"]["taxed"].gross.minor == 12_000
    as_olga.post("/office/settings/tax/prices/", {"prices": "inclusive"})
    page = as_olga.get("/office/settings/tax/", {"amount": "120", "country": "TR"})
    assert page.context["preview"]["taxed"].net.minor == 10_000
    with acting_in(reseller):
        rule = TaxRule.objects.get()
    assert as_olga.post(f"/office/settings/tax/rules/{rule.uuid}/removal/").status_code == 302
    with acting_in(reseller):
        assert not TaxRule.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [{"basis_points": "101"}, {"basis_points": "-1"}, {"basis_points": "NaN"}, {"country": "XX"}, {"name": ""},
     {"country": "", "region": "Ontario"}],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(as_olga: Any, reseller: Any, changed: dict[str, str]) -> None:
    body = {
        "name": "KDV",
        "basis_points": "20",
        "country": "TR",
        "region": "",
        "with_tax_id": "charge",
        **changed,
    }
    assert as_olga.post("/office/settings/tax/rules/new/", body).status_code == 422
    with acting_in(reseller):
        assert not TaxRule.objects.exists()


def test_a_coupon_is_written_and_switched_off(as_olga: Any, reseller: Any) -> None:
    answer = as_olga.post("/office/coupons/new/", COUPON)
    with acting_in(reseller):
        kept = Coupon.objects.get()
        assert (kept.code, kept.basis_points, kept.periods, kept.most_uses) == ("SPRING", 1250, 3, 10)
    assert answer["Location"] == f"/office/coupons/{kept.uuid}/"
    assert as_olga.post("/office/coupons/new/", COUPON).status_code == 422
    as_olga.post(f"{answer['Location']}switch/", {"active": "no"})
    assert as_olga.get("/office/coupons/", {"state": "on"}).context["page"].rows == []
    assert b"SPRING" in as_olga.get("/office/coupons/export/").content


@pytest.mark.parametrize(
    "changed",
    [{"basis_points": "0"}, {"basis_points": "101"}, {"kind": "amount"}, {"kind": "free"}, {"most_uses": "0"},
     {"code": "a b\x00<script>"}, {"code": ""}, {"periods": ""}, {"skus": "nothing"}, {"minimum": "NaN"},
     {"starts": "2026-05-02", "ends": "2026-05-01"}],
)  # fmt: skip
def test_a_coupon_that_cannot_be_is_refused(as_olga: Any, reseller: Any, changed: dict[str, str]) -> None:
    assert as_olga.post("/office/coupons/new/", {**COUPON, **changed}).status_code == 422
    with acting_in(reseller):
        assert not Coupon.objects.exists()


def test_what_a_form_does_not_ask_is_not_written(as_olga: Any, reseller: Any) -> None:
    """RELIABILITY 23."""
    as_olga.post("/office/coupons/new/", {**COUPON, "used_count": "-5", "is_active": "", "currency": "USD"})
    with acting_in(reseller):
        kept = Coupon.objects.get()
    assert (kept.used_count, kept.is_active, kept.currency) == (0, True, "TRY")


def test_the_list_of_coupons_asks_as_much_for_many_as_for_few(
    as_olga: Any, reseller: Any, django_assert_max_num_queries: Any
) -> None:
    def fill(first: int, count: int) -> None:
        with acting_in(reseller):
            for number in range(first, first + count):
                put_coupon(
                    {"code": f"C{number}", "kind": "percent", "basis_points": 100, "currency": "TRY"}, by=BY
                )

    fill(0, 1)
    as_olga.get("/office/coupons/")
    with django_assert_max_num_queries(60) as few:
        as_olga.get("/office/coupons/")
    fill(1, 12)
    with django_assert_max_num_queries(len(few)):
        as_olga.get("/office/coupons/")


def test_switches_are_kept_and_refuse_clients_alone(
    as_olga: Any, olga: Any, carl: Any, reseller: Any, browse: Any
) -> None:
    """Issue 5: what is switched off is refused by verbs; staff always may, also for a client."""
    as_olga.post("/office/settings/portal/", {"may_pay": "on", "shows_prices_with_tax": "on"})
    with acting_in(reseller):
        kept = portal_settings()
        assert [name for name in SWITCHES if getattr(kept, name)] == ["may_pay"]
        assert not may("may_order")
        for name in set(SWITCHES) - {"may_pay"}:
            with pytest.raises(SwitchedOff) as said:
                require(name, by=carl.actor)
            assert said.value.words
            require(name, by=olga.actor)
        require("may_pay", by=carl.actor)


def test_terms_are_accepted_and_their_wording_is_kept(
    shop: Any, carl: Any, carls_client: Any, as_olga: Any, monkeypatch: Any, reseller: Any
) -> None:
    texts = {"en": "# First"}
    monkeypatch.setattr("tenant_apps.pricing.verbs.terms.legal_texts", lambda tenant, which: texts)
    with pytest.raises(TermsNotAccepted):
        place_order(carls_client, [shop.wish()], by=carl.actor)
    assert not Order.objects.exists()
    first = place_order(carls_client, [shop.wish()], accepts_terms=True, by=carl.actor)
    again = place_order(carls_client, [shop.wish()], accepts_terms=True, by=carl.actor)
    texts = {"en": "# Second"}
    second = place_order(carls_client, [shop.wish()], accepts_terms=True, by=carl.actor)
    assert first.terms_version == again.terms_version
    assert [one.terms_version.number for one in (first, second)] == [1, 2]
    assert first.terms_version.texts == {"en": "# First"}
    assert first.terms_accepted_at
    # Staff agree to nothing in a client's name, and need not.
    assert shop.order(carls_client).terms_version is None
    page = as_olga.get(f"/office/settings/terms/{first.terms_version.digest}/")
    assert b"First" in page.content
    as_olga.post("/office/settings/terms/asking/", {})
    assert PriceSettings.objects.get().asks_terms is False
    assert place_order(carls_client, [shop.wish()], by=carl.actor).terms_version is None
    assert TermsVersion.objects.count() == 2


def test_a_client_and_the_office_see_discount_and_tax(
    shop: Any, carls_client: Any, as_carl: Any, as_olga: Any
) -> None:
    put_tax_rule({"name": "KDV", "country": "TR", "basis_points": 2000}, by=BY)
    put_coupon({"code": "SPRING", "kind": "percent", "basis_points": 1000, "currency": "TRY"}, by=BY)
    order = place_order(carls_client, [shop.wish()], coupon="spring", by=BY)
    for browser, area in ((as_carl, "my"), (as_olga, "office")):
        page = browser.get(f"/{area}/orders/{order.uuid}/").content.decode()
        # 100.00 − 10.00 = 90.00; 20 % of it is 18.00; 108.00.
        assert all(word in page for word in ("SPRING", "KDV", "10.00", "18.00", "108.00"))


def test_the_shop_shows_prices_as_the_reseller_chose(
    shop: Any, browse: Any, reseller: Any, as_olga: Any
) -> None:
    put_tax_rule({"name": "KDV", "country": "TR", "basis_points": 2000}, by=BY)
    visitor = browse(None, reseller)
    page = visitor.get("/plans/web/").content.decode()
    # Hosting is 100.00 without tax.
    assert "₺120" in page and "Prices include KDV." in page
    change_portal({"shows_prices_with_tax": False}, by=BY)
    page = visitor.get("/plans/web/").content.decode()
    assert "₺100" in page and "₺120" not in page and "Prices are without KDV." in page


def test_where_nobody_may_order_the_shop_has_no_buttons_and_refuses(
    shop: Any, browse: Any, as_carl: Any, reseller: Any
) -> None:
    """Gone from pages, refused by the views of the cart; for visitors as for clients."""
    body = {"offer": shop.offer("hosting-m"), "quantity": "1"}
    visitor = browse(None, reseller)
    assert visitor.post("/order/", body).status_code == 302
    change_portal({"may_order": False}, by=BY)
    assert "Go to checkout" not in visitor.get("/plans/web/").content.decode()
    for browser in (visitor, as_carl):
        refused = browser.post("/order/", body)
        assert refused.status_code == 403
        assert b"cannot be placed here" in refused.content
        assert browser.post("/order/checkout/", {}).status_code == 403


def test_the_mail_of_an_order_adds_up(shop: Any, carls_client: Any) -> None:
    """100.00 − 10.00 + 18.00 = 108.00; the mail says each of them."""
    put_tax_rule({"name": "KDV", "country": "TR", "basis_points": 2000}, by=BY)
    put_coupon({"code": "SPRING", "kind": "percent", "basis_points": 1000, "currency": "TRY"}, by=BY)
    place_order(carls_client, [shop.wish()], coupon="spring", by=BY)
    sent = render(MailMessage.objects.get(template="orders/order_placed"))
    assert all(words in sent.text for words in ("100.00", "10.00", "KDV", "18.00", "108.00"))
