"""Money that was given back counts once; money for what cannot be delivered goes back. Amounts in kuruş."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from shared_apps.agenda.door import run_due
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind, AccountName, balance
from tenant_apps.orders.models import Invoice, Service
from tenant_apps.orders.quoting import LineWish
from tenant_apps.orders.verbs import (
    cancel_service,
    credit_invoice,
    place_order,
    record_payment,
    refund_invoice,
)
from tests.tenant_apps.orders.month import change, offer, on, shelves, wish
from tests.tenant_apps.orders.stage import BY

__all__ = ["on", "shelves"]

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
