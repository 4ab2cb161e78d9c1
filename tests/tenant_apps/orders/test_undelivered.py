"""Money that was given back counts once; money for what cannot be delivered goes back. Amounts in kuruş."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind, AccountName, balance
from tenant_apps.orders.errors import NothingToRenew, RefundTooLarge
from tenant_apps.orders.models import BillingSettings, Invoice, Service
from tenant_apps.orders.quoting import LineWish
from tenant_apps.orders.verbs import (
    cancel_service,
    credit_invoice,
    place_order,
    record_payment,
    refund_invoice,
    renew_early,
)
from tenant_apps.orders.verbs.finish import end_services
from tests.tenant_apps.orders.month import change, offer, on, shelves, wish
from tests.tenant_apps.orders.stage import BY

__all__ = ["on", "shelves"]

APRIL_1 = datetime(2026, 4, 1, tzinfo=UTC)
MARCH_11 = datetime(2026, 3, 11, tzinfo=UTC)


def take(invoice: Invoice, minor: int | None = None) -> None:
    """The money is there, in cash."""
    invoice.refresh_from_db()
    amount = invoice.due if minor is None else Money(minor, "TRY")
    record_payment(invoice.client, [(invoice, amount)], method="cash", by=BY)
    run_due()
    invoice.refresh_from_db()


def bought(client: Any, sku: str = "hosting-m") -> Service:
    order = place_order(client, [LineWish(offer(sku), 1, (), skip_trial=True)], by=BY)
    take(order.invoices.get())
    return Service.objects.get(order_line__order=order)


def credit_of(client: Any) -> int:
    return -balance(AccountName(AccountKind.CLIENT_CREDIT, str(client.uuid)), "TRY").minor


def wholesale_owed() -> int:
    return -balance(AccountName(AccountKind.WHOLESALE_PAYABLE), "TRY").minor


def fresh(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def test_what_was_refunded_is_not_given_back_again(shelves: Any, on: Any, carls_client: Any) -> None:
    service = bought(carls_client)
    assert wholesale_owed() == 6_500
    invoice = Invoice.objects.get()
    refund_invoice(invoice, invoice.total, reason="Goodwill", key=uuid4(), to_credit=True, by=BY)
    assert (credit_of(carls_client), wholesale_owed()) == (10_000, 0)
    cancel_service(service, now_at_once=True, gives_back=True, reason="", by=BY)
    assert (credit_of(carls_client), wholesale_owed()) == (10_000, 0)


def test_what_was_given_back_as_unused_time_is_not_refunded_again(
    shelves: Any, on: Any, carls_client: Any
) -> None:
    """After 10 of 31 days 67.74 of 100.00 go back with the end; 32.26 are left to be refunded, 32.27 are not."""
    service = bought(carls_client)
    invoice = Invoice.objects.get()
    on(MARCH_11)
    cancel_service(service, now_at_once=True, gives_back=True, reason="", by=BY)
    assert credit_of(carls_client) == 6_774
    invoice.refresh_from_db()
    for much in (Money(3_227, "TRY"), invoice.total):
        with pytest.raises(RefundTooLarge):
            refund_invoice(invoice, much, reason="", key=uuid4(), to_credit=True, by=BY)
    refund_invoice(invoice, invoice.refundable, reason="", key=uuid4(), to_credit=True, by=BY)
    assert (credit_of(carls_client), wholesale_owed()) == (10_000, 0)


def test_nor_what_a_change_has_passed_on(shelves: Any, on: Any, carls_client: Any) -> None:
    """The first invoice keeps its ten days; the credit of the rest went into the change."""
    service = bought(carls_client)
    on(MARCH_11)
    change(service, wish("pro-m"))
    take(Invoice.objects.get(cause="change"))
    assert Invoice.objects.get(cause="order").refundable.minor == 3_226


def test_a_change_gives_back_only_what_stayed_in_the_invoice(
    shelves: Any, on: Any, carls_client: Any
) -> None:
    service, half = bought(carls_client), Money(5_000, "TRY")
    credit_invoice(Invoice.objects.get(), half, reason="Half price", to="credit", by=BY)
    on(MARCH_11)
    shown, _ = change(service, wish("pro-m"))
    # Half of 67.74 is left; 250.00 − 80.65 = 169.35 to pay.
    assert [one.price.minor for one in shown.lines] == [-3_387, 16_935]
    assert shown.lines[0].wholesale.minor == -2_202


def test_nobody_is_asked_for_a_service_that_has_ended(shelves: Any, on: Any, carls_client: Any) -> None:
    bought(carls_client)
    on(APRIL_1 - timedelta(days=6))
    first, renewal = Invoice.objects.get(cause="order"), Invoice.objects.get(cause="renewal")
    end_services(first, reason="Refunded", by=BY)
    renewal.refresh_from_db()
    assert renewal.status == "void"


def test_a_renewal_that_is_never_paid_ends_with_its_service(shelves: Any, on: Any, carls_client: Any) -> None:
    BillingSettings.objects.create(pk=1, end_after_days=20)
    service = bought(carls_client)
    on(APRIL_1 - timedelta(days=6))
    renewal = Invoice.objects.get(cause="renewal")
    take(renewal, 1_000)
    on(APRIL_1 + timedelta(days=21))
    renewal.refresh_from_db()
    assert (fresh(service).status, renewal.is_open, credit_of(carls_client)) == ("ended", False, 1_000)
    assert wholesale_owed() == 6_500


def test_money_for_a_service_that_has_ended_becomes_account_credit(
    shelves: Any, on: Any, carls_client: Any
) -> None:
    service = bought(carls_client)
    on(APRIL_1 - timedelta(days=6))
    Service.objects.filter(pk=service.pk).update(status="ended", renews_at=None)
    take(Invoice.objects.get(cause="renewal"))
    assert (credit_of(carls_client), wholesale_owed()) == (10_000, 6_500)


def test_a_change_that_is_paid_too_late_gives_its_money_back(
    shelves: Any, on: Any, carls_client: Any
) -> None:
    service = bought(carls_client)
    on(datetime(2026, 3, 30, tzinfo=UTC))
    change(service, wish("pro-m"))
    upgrade = Invoice.objects.get(cause="change")
    take(upgrade, 100)
    on(APRIL_1 + timedelta(hours=2))
    # It is billed as it is while the change waits, and suspended when that is not paid.
    assert Invoice.objects.get(cause="renewal", status="open").total_minor == 10_000
    on(APRIL_1 + timedelta(days=8))
    assert fresh(service).status == "suspended"
    take(upgrade)
    assert service.changes.get().status == "cancelled"
    assert (credit_of(carls_client), wholesale_owed()) == (upgrade.total_minor, 6_500)
    take(Invoice.objects.get(cause="renewal", status="open"))
    assert (fresh(service).sku, fresh(service).status) == ("hosting-m", "active")


def given_away(client: Any, sku: str = "hosting-m") -> Service:
    service = bought(client, sku)
    service.items.update(discount_bp=10_000, discount_periods_left=None)
    return fresh(service)


def test_what_costs_nothing_is_not_renewed_again_and_again(shelves: Any, on: Any, carls_client: Any) -> None:
    service = given_away(carls_client)
    with pytest.raises(NothingToRenew):
        renew_early(service, by=BY)
    on(APRIL_1 - timedelta(days=5))
    # It went on by itself, once.
    assert (fresh(service).periods_paid, wholesale_owed()) == (2, 13_000)
    with pytest.raises(NothingToRenew):
        renew_early(service, by=BY)


def test_a_free_service_among_others_still_owes_its_wholesale(
    shelves: Any, on: Any, carls_client: Any
) -> None:
    type(carls_client).objects.filter(pk=carls_client.pk).update(consolidates=True)
    free, _ = given_away(carls_client), bought(carls_client)
    on(APRIL_1 - timedelta(days=5))
    assert (fresh(free).periods_paid, wholesale_owed()) == (2, 3 * 6_500)
