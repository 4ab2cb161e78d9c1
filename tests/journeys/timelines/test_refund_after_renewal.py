"""A renewal is given back in part and then wholly, with the friend's commission and the operator's share of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from shared_apps.commissions import door as commissions
from shared_apps.kernel.money import Money
from shared_apps.ledger.proof import checks
from tenant_apps.orders.models import Invoice
from tenant_apps.orders.verbs import refund_invoice
from tests.journeys.timelines.timeline import Timeline
from tests.tenant_apps.orders.stage import BY


def test_a_refund_after_the_renewal_touches_that_month_alone(
    timeline: Timeline, sam: Any, sams_client: Any
) -> None:
    friend = str(sam.uuid)
    token = commissions.visit(commissions.code_of(sam.uuid, name="Sam"), fingerprint="f")
    assert commissions.attribute(
        client_uuid=timeline.client.uuid,
        referred=commissions.Identity(uuid4(), "new@example.com", "", "New"),
        token=token,
    )

    def earned() -> int:
        return -sum(timeline.balance(f"affiliate_{state}", friend) for state in ("pending", "available"))

    timeline.begin("2027-05-01 12:00")
    service = timeline.order(timeline.shop.wish("hosting-m"))
    timeline.go_to("2027-05-31 13:00", each=timeline.pay_what_is_open)
    renewal = Invoice.objects.get(cause="renewal")
    # Two months paid: 20 % of 100.00 each, on hold for 30 days.
    assert earned() == 4_000
    timeline.go_to("2027-06-05 12:00")
    refund_invoice(renewal, Money(4_000, "TRY"), reason="Was down", key=uuid4(), by=BY)
    # 40.00 of 100.00: 40 % of 20.00 = 8.00 of the commission, 40 % of 65.00 = 26.00 of the operator's share.
    assert earned() == 3_200
    assert timeline.balance("wholesale_payable") == -(2 * 6_500 - 2_600)
    refund_invoice(renewal, Money(6_000, "TRY"), reason="Left", key=uuid4(), by=BY)
    renewal.refresh_from_db()
    assert renewal.status == Invoice.Status.REFUNDED
    # The first month stays as it is.
    assert earned() == 2_000
    assert timeline.balance("wholesale_payable") == -6_500
    service.refresh_from_db()
    assert timeline.local(service.paid_until) == "2027-07-01 12:00"
    timeline.go_to("2027-06-06 12:00")
    assert not [gap for check in checks() for gap in check.search()]
