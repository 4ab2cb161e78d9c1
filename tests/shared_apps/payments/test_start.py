"""Beginning to pay: once, however often it is asked for, whatever the gateway answers (RELIABILITY 18)."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from shared_apps.payments.models import Payment
from tenant_apps.orders.errors import InvoiceNotOpen
from tenant_apps.orders.models import Invoice
from tenant_apps.orders.verbs import go_on_paying
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once
from tests.tenant_apps.orders.stage import BY


def charges(shop: Any) -> int:
    """How often money moved at the gateway."""
    return len([one for one in shop.account.all("charge") if one["paid"]])


def test_a_second_start_meets_the_first_payment(shop: Any, carls_client: Any) -> None:
    invoice = shop.invoice(carls_client)
    first, second = shop.start(invoice), shop.start(invoice)
    assert first.payment_uuid == second.payment_uuid
    assert first.redirect_url == second.redirect_url


@pytest.mark.django_db(transaction=True)
def test_a_double_click_begins_one_payment(shop: Any, carls_client: Any, reseller: Any) -> None:
    invoice = shop.invoice(carls_client)
    started = at_once(reseller, [lambda: shop.start(invoice)] * 6)
    assert len({one.payment_uuid for one in started}) == 1
    assert len(shop.account.all("checkout.session")) == 1


def test_paying_in_another_way_closes_the_gateways_page(shop: Any, carls_client: Any) -> None:
    invoice = shop.invoice(carls_client)
    by_card = shop.start(invoice)
    by_transfer = shop.start(invoice, "bank")
    assert by_transfer.payment.status == "pending"
    assert payments.payment(by_card.payment_uuid).status == "cancelled"
    assert shop.account.load("checkout.session", by_card.payment.reference)["status"] == "expired"
    assert shop.pay_at_gateway(by_card.redirect_url).status_code == 200
    assert charges(shop) == 0


def test_whoever_has_paid_already_is_not_sent_to_pay_in_another_way(shop: Any, carls_client: Any) -> None:
    invoice = shop.invoice(carls_client)
    shop.pay_at_gateway(shop.start(invoice).redirect_url)
    with pytest.raises(payments.AlreadyPaid):
        shop.start(invoice, "bank")


def test_a_paid_invoice_is_not_paid_again(shop: Any, carls_client: Any) -> None:
    invoice = shop.paid(carls_client)
    with pytest.raises(InvoiceNotOpen):
        shop.start(invoice)
    assert charges(shop) == 1


@pytest.mark.parametrize(
    "kind", ["timeout_before", "timeout_after", "reset_after", "error_after", "rate_limit"]
)
def test_without_an_answer_the_payment_is_unknown_and_then_resolved(
    shop: Any, carls_client: Any, gateway: Any, kind: str
) -> None:
    invoice = shop.invoice(carls_client)
    gateway.fault("alpha", kind, match="POST /v1/checkout/sessions", seconds=3)
    started = shop.start(invoice)
    assert started.payment.status == "unknown"
    gateway.clear_faults()
    # Asking again by the same key, not anew: the gateway keeps one session, whatever it did the first time.
    card = payments.reconcile(started.payment_uuid, by=BY)
    assert card.status == "started"
    assert len(shop.account.all("checkout.session")) == 1
    shop.pay_at_gateway(card.redirect_url)
    assert go_on_paying(card.uuid, by=BY).status == "settled"
    assert charges(shop) == 1


def test_an_unknown_payment_waits_in_the_agenda(shop: Any, carls_client: Any, gateway: Any) -> None:
    from datetime import timedelta

    from shared_apps.kernel import clock

    invoice = shop.invoice(carls_client)
    gateway.fault("alpha", "reset_before", match="POST /v1/checkout/sessions")
    started = shop.start(invoice)
    clock.move_by(lambda: timedelta(seconds=10))
    try:
        run_due()
    finally:
        clock.move_by(timedelta)
    assert payments.payment(started.payment_uuid).status == "started"


def test_an_unknown_payment_is_not_begun_a_second_time(shop: Any, carls_client: Any, gateway: Any) -> None:
    invoice = shop.invoice(carls_client)
    gateway.fault("alpha", "timeout_after", match="POST /v1/checkout/sessions", seconds=2)
    first = shop.start(invoice)
    again = shop.start(invoice)
    assert again.payment_uuid == first.payment_uuid
    assert Payment.objects.count() == 1
    assert len(shop.account.all("checkout.session")) == 1


def test_the_page_settles_without_the_webhook(shop: Any, carls_client: Any, as_carl: Any) -> None:
    invoice = shop.invoice(carls_client)
    started = shop.start(invoice)
    shop.pay_at_gateway(started.redirect_url)
    page = as_carl.get(f"/my/payments/{started.payment_uuid}/")
    assert b"your payment has arrived" in page.content
    invoice.refresh_from_db()
    assert invoice.status == Invoice.Status.PAID
    # The webhook that comes late finds it done.
    assert shop.deliver("checkout.session.completed") == 200
    assert len(ledger.entries(str(invoice.uuid))) == 1


def test_the_page_says_that_it_is_checking_while_the_gateway_is_silent(
    shop: Any, carls_client: Any, as_carl: Any, gateway: Any
) -> None:
    invoice = shop.invoice(carls_client)
    gateway.fault("alpha", "reset_before", times=5)
    started = shop.start(invoice)
    page = as_carl.get(f"/my/payments/{started.payment_uuid}/").content.decode()
    assert "We are checking your payment" in page
    assert 'hx-trigger="every 2s"' in page


def test_a_declined_card_is_told_and_another_one_may_be_tried(
    shop: Any, carls_client: Any, as_carl: Any
) -> None:
    from tests.tenant_apps.orders.stage import DECLINED

    invoice = shop.invoice(carls_client)
    started = shop.start(invoice)
    assert shop.pay_at_gateway(started.redirect_url, DECLINED).status_code == 402
    page = as_carl.get(f"/my/payments/{started.payment_uuid}/").content.decode()
    assert "Your card was declined" in page
    assert started.redirect_url in page
    shop.pay_at_gateway(started.redirect_url)
    assert go_on_paying(started.payment_uuid, by=BY).status == "settled"
    assert charges(shop) == 1


def test_money_for_a_payment_that_was_given_up_is_held(shop: Any, carls_client: Any, reseller: Any) -> None:
    """The page was paid in the moment in which it was being closed."""
    invoice = shop.invoice(carls_client)
    by_card = shop.start(invoice)
    with acting_in(reseller):
        Payment.objects.get(uuid=by_card.payment_uuid).move("cancelled", by=BY)
    shop.pay_at_gateway(by_card.redirect_url)
    shop.deliver("checkout.session.completed")
    assert [one.uuid for one in payments.held()] == [by_card.payment_uuid]
    with pytest.raises(payments.PaymentUnderReview):
        shop.start(invoice, "bank")


def test_a_gateway_that_is_switched_off_takes_nothing(shop: Any, carls_client: Any) -> None:
    payments.switch("stripe", is_enabled=False, by=BY)
    with pytest.raises(payments.MethodUnavailable):
        shop.start(shop.invoice(carls_client))
    assert [one.gateway for one in payments.methods()] == ["bank"]
