"""Money given back: once, in proportion, and resolved when the gateway is silent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from shared_apps.payments.gateways.stripe_client import client_with
from tenant_apps.orders.errors import InvoiceNotOpen, RefundKeyReused, RefundTooLarge
from tenant_apps.orders.models import Invoice, Service
from tenant_apps.orders.verbs import LineDraft, credit_invoice, issue, record_payment, refund_invoice
from tenant_apps.orders.verbs.refund import _plan
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once
from tests.tenant_apps.orders.stage import BY


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


def give_back(invoice: Invoice, minor: int, key: Any = None) -> payments.RefundCard:
    return refund_invoice(invoice, lira(minor), reason="Asked for it.", key=key or uuid4(), by=BY)


@pytest.fixture
def invoice(shop: Any, carls_client: Any) -> Invoice:
    """100.00 paid by card; the fee was 2.9 % + 0.30 = 3.20."""
    made: Invoice = shop.paid(carls_client)
    return made


def test_a_part_and_then_the_rest(invoice: Invoice) -> None:
    assert give_back(invoice, 4_000).is_done
    invoice.refresh_from_db()
    assert (invoice.state, invoice.refunded_minor) == ("partly_refunded", 4_000)
    assert give_back(invoice, 6_000).is_done
    invoice.refresh_from_db()
    assert invoice.status == Invoice.Status.REFUNDED
    # Wholesale 65.00 came back whole: 40 % = 26.00, then 39.00. The fee of 3.20 is the reseller's loss.
    sums: dict[str, int] = {}
    for entry in ledger.entries(str(invoice.uuid)):
        for leg in entry.legs:
            sums[leg.account_kind] = sums.get(leg.account_kind, 0) + leg.amount.minor
    assert sums == {
        "gateway_clearing": 0, "gateway_fees": -320, "wholesale_payable": 0, "reseller_margin": 320
    }  # fmt: skip


def test_more_than_was_paid_is_refused(invoice: Invoice) -> None:
    give_back(invoice, 4_000)
    invoice.refresh_from_db()
    for minor in (6_001, 0, -1):
        with pytest.raises(RefundTooLarge):
            give_back(invoice, minor)


def test_an_unpaid_invoice_is_not_refunded(shop: Any, carls_client: Any) -> None:
    with pytest.raises(InvoiceNotOpen):
        give_back(shop.invoice(carls_client), 1)


def test_the_same_form_twice_is_one_refund(invoice: Invoice) -> None:
    key = uuid4()
    give_back(invoice, 4_000, key)
    give_back(invoice, 4_000, key)
    invoice.refresh_from_db()
    assert invoice.refunded_minor == 4_000


def test_a_known_key_with_other_content_is_refused(in_reseller: Any, carls_client: Any) -> None:
    """RELIABILITY 31. 60.00 and 40.00 came; half was given back as time. The next payment is no way around that."""
    made = issue(carls_client, [LineDraft("Work", 1, lira(10_000))], cause="manual", due_at=now(), by=BY)
    assert made
    for part in (6_000, 4_000):
        record_payment(carls_client, [(made, lira(part))], method="cash", by=BY)
    Invoice.objects.update(unused_minor=5_000)
    made.refresh_from_db()
    key = uuid4()
    assert give_back(made, 4_000, key) == give_back(made, 4_000, key)
    for minor, to_credit in ((10_000, False), (5_000, False), (3_999, False), (4_000, True)):
        with pytest.raises(RefundKeyReused):
            refund_invoice(made, lira(minor), reason="", key=key, to_credit=to_credit, by=BY)
    with pytest.raises(RefundTooLarge):
        give_back(made, 1_001)
    made.refresh_from_db()
    assert made.refunded_minor == 4_000
    taken = issue(carls_client, [LineDraft("Work", 1, lira(100))], cause="manual", due_at=now(), by=BY)
    assert taken
    other = uuid4()
    credit_invoice(taken, lira(60), reason="", key=other, by=BY)
    record_payment(carls_client, [(taken, lira(40))], method="cash", by=BY)
    taken.refresh_from_db()
    with pytest.raises(RefundKeyReused):
        credit_invoice(taken, lira(100), reason="", key=other, by=BY)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_give_back_more_than_there_was(invoice: Invoice, reseller: Any) -> None:
    outcomes = at_once(reseller, [lambda: give_back(invoice, 7_000)] * 2)
    assert sum(isinstance(one, payments.RefundRefused | RefundTooLarge) for one in outcomes) == 1
    with acting_in(reseller):
        invoice.refresh_from_db()
        assert invoice.refunded_minor == 7_000


def test_two_that_were_planned_at_once_give_back_what_the_invoice_took(
    in_reseller: Any, carls_client: Any
) -> None:
    """150.00 came for 100.00, the rest is credit: the second claim sees the first under the payment's lock."""
    line = LineDraft("Work", 1, lira(10_000))
    made = issue(carls_client, [line], cause="manual", due_at=now(), by=BY)
    assert made
    record_payment(carls_client, [(made, lira(15_000))], method="cash", by=BY)
    [first] = _plan(made, lira(8_000), uuid4())
    [second] = _plan(made, lira(7_000), uuid4())
    for number, (payment, key, part, most) in enumerate([first, second]):
        wish = payments.RefundWish(payment, part, "Back.", key, made.uuid, False, most)
        if number:
            with pytest.raises(payments.RefundRefused):
                payments.refund(wish, by=BY)
        else:
            payments.refund(wish, by=BY)


def test_a_refund_at_the_gateway_of_what_is_credit_already_is_held(shop: Any, invoice: Invoice) -> None:
    """Given back as credit, and then once more in the gateway's dashboard: no error for ever, staff see it."""
    refund_invoice(invoice, lira(6_000), reason="Back.", key=uuid4(), to_credit=True, by=BY)
    intent = shop.account.all("payment_intent")[0]["id"]
    client_with("sk_test_alpha").v1.refunds.create({"payment_intent": intent, "amount": 10_000})
    assert [shop.deliver("charge.refunded") for _ in range(2)] == [200, 200]
    payment = payments.payments_of(invoice.uuid)[0]
    assert (payment.refunded.minor, payment.status) == (10_000, "refunded")
    [held] = payments.held_events()
    assert "60.00" in held.note


@pytest.mark.parametrize("kind", ["timeout_after", "reset_before"])
def test_a_silent_gateway_is_asked_again_by_the_key(
    shop: Any, invoice: Invoice, gateway: Any, kind: str
) -> None:
    gateway.fault("alpha", kind, match="POST /v1/refunds", seconds=2)
    assert give_back(invoice, 4_000).status == "unknown"
    gateway.clear_faults()
    clock.move_by(lambda: timedelta(minutes=1))
    try:
        run_due()
    finally:
        clock.move_by(timedelta)
    invoice.refresh_from_db()
    assert invoice.refunded_minor == 4_000
    assert len(shop.account.all("refund")) == 1


def test_our_own_refund_is_not_counted_again_by_its_webhook(shop: Any, invoice: Invoice) -> None:
    give_back(invoice, 4_000)
    shop.deliver("charge.refunded")
    invoice.refresh_from_db()
    assert invoice.refunded_minor == 4_000


def test_staff_refund_by_the_page(
    invoice: Invoice, as_olga: Any, browse: Any, adel: Any, reseller: Any
) -> None:
    path = f"/office/invoices/{invoice.uuid}/refund/"
    assert browse(adel, reseller).get(path).status_code == 403
    assert as_olga.post(path, {"amount": "100.01", "reason": "x", "key": uuid4()}).status_code == 200
    key = uuid4()
    for _ in range(2):
        as_olga.post(path, {"amount": "40.00", "reason": "Asked for it.", "key": key})
    invoice.refresh_from_db()
    assert invoice.refunded_minor == 4_000


def test_services_end_with_the_refund_where_staff_say_so(
    invoice: Invoice, as_olga: Any, provisioner: Any
) -> None:
    run_due()
    wish = {"amount": "100.00", "reason": "Not wanted.", "key": uuid4(), "ends_services": "on"}
    as_olga.post(f"/office/invoices/{invoice.uuid}/refund/", wish)
    run_due()
    assert Service.objects.get().status == Service.Status.ENDED
    assert [one["operation"] for one in provisioner.services.operations()] == ["terminate", "create"]


def test_they_go_on_where_staff_do_not(invoice: Invoice, as_olga: Any) -> None:
    run_due()
    wish = {"amount": "100.00", "reason": "A gift.", "key": uuid4()}
    as_olga.post(f"/office/invoices/{invoice.uuid}/refund/", wish)
    assert Service.objects.get().status == Service.Status.ACTIVE
