"""Money that comes while the reseller is suspended: told again or asked for, booked once (RELIABILITY 13, 18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.agenda.clock import shift
from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from shared_apps.ledger import door as ledger
from shared_apps.tenant_controls import verbs
from tenant_apps.orders.models import Invoice
from tenants import host_cache
from tenants.context import acting_on_shared_data
from tenants.models import Tenant
from tests.tenant_apps.orders.stage import BY


@pytest.mark.parametrize("told_again", [True, False])
def test_what_was_paid_while_the_portal_was_suspended_is_booked_once(
    shop: Any, carls_client: Any, reseller: Any, told_again: bool
) -> None:
    invoice = shop.invoice(carls_client)
    shop.pay_at_gateway(shop.start(invoice).redirect_url)
    with acting_on_shared_data():
        alpha = Tenant.objects.get(pk=reseller.id)
    verbs.suspend(alpha, reason="Tests", by=BY)
    host_cache.drop(reseller.canonical_host)
    assert shop.deliver("checkout.session.completed") == 503
    try:
        clock.move_by(lambda: shift() + timedelta(hours=1))
        run_due()
        invoice.refresh_from_db()
        assert invoice.status == Invoice.Status.OPEN
        verbs.resume(alpha, reason="Tests", by=BY)
        host_cache.drop(reseller.canonical_host)
        if told_again:
            assert shop.deliver("checkout.session.completed") == 200
        run_due()
    finally:
        clock.move_by(shift)
    invoice.refresh_from_db()
    assert invoice.status == Invoice.Status.PAID
    assert len(ledger.entries(str(invoice.uuid))) == 1
