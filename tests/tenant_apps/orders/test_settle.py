"""From a placed order to money in the ledger."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.rendering import render
from tenant_apps.orders.errors import PaymentDoesNotFit
from tenant_apps.orders.models import Invoice, Order, Service
from tenant_apps.orders.verbs import settle_invoice
from tests.tenant_apps.orders.stage import BY


def test_a_card_payment_settles_the_invoice_and_sets_the_service_up(shop: Any, carls_client: Any) -> None:
    invoice = shop.invoice(carls_client, shop.wish("hosting-m", 2, "backups-m"))
    # 2 × 100.00 + 1 × 20.00, the add-on not being per seat.
    assert invoice.total_minor == 22_000
    started = shop.start(invoice)
    assert started.redirect_url.startswith(shop.gateway.url)
    assert shop.pay_at_gateway(started.redirect_url).status_code == 303
    assert shop.deliver("checkout.session.completed") == 200
    invoice.refresh_from_db()
    assert invoice.status == Invoice.Status.PAID
    assert Order.objects.get().status == Order.Status.PAID
    run_due()
    service = Service.objects.get()
    assert service.status == Service.Status.ACTIVE
    assert service.reference.startswith("svc_")
    assert service.details["login_url"]
    assert service.renews_at is not None


def test_the_sale_is_booked_share_by_share(shop: Any, carls_client: Any) -> None:
    invoice = shop.paid(carls_client, shop.wish("hosting-m", 2, "backups-m"))
    (entry,) = ledger.entries(str(invoice.uuid))
    # Fee 2.9 % of 220.00 = 6.38, plus 0.30 = 6.68. Wholesale 2 × 65.00 + 13.00 = 143.00. No commission.
    # Margin 220.00 - 6.68 - 143.00 = 70.32.
    assert {leg.account_kind: leg.amount.minor for leg in entry.legs} == {
        "gateway_clearing": 22_000,
        "gateway_fees": -668,
        "wholesale_payable": -14_300,
        "reseller_margin": -7032,
    }


def test_client_and_staff_are_written_to(shop: Any, carls_client: Any) -> None:
    shop.paid(carls_client)
    run_due()
    sent = set(MailMessage.objects.values_list("template", "to_email"))
    assert ("orders/order_placed", "carl@example.com") in sent
    assert ("orders/payment_received", "carl@example.com") in sent
    assert ("orders/payment_received_staff", "olga@example.com") in sent
    assert ("orders/service_active", "carl@example.com") in sent
    assert not MailMessage.objects.exclude(status="sent").exists()


def test_the_agenda_settles_what_the_webhook_could_not_finish(shop: Any, carls_client: Any) -> None:
    """The process died after the payment was written down: the invoice follows by itself (RELIABILITY 16)."""
    invoice = shop.invoice(carls_client)
    started = shop.start(invoice)
    shop.pay_at_gateway(started.redirect_url)
    assert payments.reconcile(started.payment_uuid, by=BY).is_settled
    invoice.refresh_from_db()
    assert invoice.is_open
    run_due()
    invoice.refresh_from_db()
    assert invoice.status == Invoice.Status.PAID
    assert Service.objects.get().status == Service.Status.ACTIVE


def test_settling_twice_changes_nothing(shop: Any, carls_client: Any) -> None:
    invoice = shop.paid(carls_client)
    card = payments.payment(invoice.payment_uuid)
    assert settle_invoice(invoice, payment=card, by=BY) is False
    assert len(ledger.entries(str(invoice.uuid))) == 1


def test_a_payment_of_another_invoice_settles_nothing(shop: Any, carls_client: Any) -> None:
    card = payments.payment(shop.paid(carls_client).payment_uuid)
    other = shop.invoice(carls_client)
    with pytest.raises(PaymentDoesNotFit):
        settle_invoice(other, payment=card, by=BY)


def test_each_reads_the_mail_in_their_own_language(shop: Any, carls_client: Any, carl: Any) -> None:
    carl.language = "fa"
    carl.save()
    shop.paid(carls_client)
    run_due()
    mail = {one.template: one for one in MailMessage.objects.all()}
    assert mail["orders/payment_received"].language == "fa"
    assert "کارت" in render(mail["orders/payment_received"]).text
    assert "(Card)" in render(mail["orders/payment_received_staff"]).text
