"""Cancelling what nobody has paid."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from tenant_apps.orders.errors import InvoiceNotOpen, OrderHasMoney
from tenant_apps.orders.models import Invoice, Order, Service
from tenant_apps.orders.verbs import cancel_order
from tests.tenant_apps.orders.stage import BY


def test_an_unpaid_order_is_cancelled_and_its_invoice_void(
    shop: Any, carls_client: Any, as_olga: Any
) -> None:
    invoice = shop.invoice(carls_client)
    assert as_olga.get(f"/office/orders/{invoice.order.uuid}/cancellation/").status_code == 405
    as_olga.post(f"/office/orders/{invoice.order.uuid}/cancellation/", {"reason": "Ordered twice."})
    invoice.refresh_from_db()
    assert invoice.status == Invoice.Status.VOID
    assert Order.objects.get().status == Order.Status.CANCELLED
    with pytest.raises(InvoiceNotOpen):
        shop.start(invoice)


def test_a_trial_ends_with_its_order(shop: Any, carls_client: Any, provisioner: Any) -> None:
    order = shop.order(carls_client, shop.wish("mail-m", 2))
    run_due()
    cancel_order(order, reason="", by=BY)
    run_due()
    assert Service.objects.get().status == Service.Status.ENDED
    assert [one["operation"] for one in provisioner.services.operations()] == ["terminate", "create"]


def test_money_under_way_or_there_stops_it(shop: Any, carls_client: Any) -> None:
    under_way = shop.invoice(carls_client)
    shop.start(under_way)
    with pytest.raises(OrderHasMoney):
        cancel_order(under_way.order, reason="", by=BY)
    with pytest.raises(OrderHasMoney):
        cancel_order(shop.paid(carls_client).order, reason="", by=BY)
    under_way.refresh_from_db()
    assert under_way.is_open


def test_an_advisor_may_and_support_may_not(
    shop: Any, carls_client: Any, browse: Any, adel: Any, carl: Any, reseller: Any
) -> None:
    path = f"/office/orders/{shop.order(carls_client).uuid}/cancellation/"
    assert browse(carl, reseller).post(path).status_code == 404
    browse(adel, reseller).post(path)
    assert Order.objects.get().status == Order.Status.CANCELLED
