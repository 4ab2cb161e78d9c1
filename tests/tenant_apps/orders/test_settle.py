"""From a placed order to money in the ledger."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import run_due
from shared_apps.ledger import door as ledger
from tenant_apps.notices.models import MailMessage
from tenant_apps.orders.models import Invoice, Order, Service


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
