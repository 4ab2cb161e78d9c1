"""What is sold is written in the shared figures line by line, and adds up to the ledger (RELIABILITY 20)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.kernel.taxes import TaxRate
from shared_apps.ledger.proof import checks
from shared_apps.reports import door as reports
from shared_apps.reports.models import RecurringMove, SaleFact, ServiceFact
from shared_apps.reports.spread import spread
from tenant_apps.orders.facts.backfill import write_facts
from tenant_apps.orders.models import Invoice
from tenant_apps.orders.verbs import LineDraft, cancel_service, issue, record_payment, refund_invoice
from tenants.context import acting_on_shared_data
from tests.tenant_apps.orders.month import change, on, shelves, start, wish
from tests.tenant_apps.orders.month import pay as pay_at_once
from tests.tenant_apps.orders.stage import BY

__all__ = ["on", "shelves", "start"]


def gaps() -> list[object]:
    with acting_on_shared_data():
        names = {"figures_match_sales", "recurring_is_moves"}
        return [gap for one in checks() if one.name in names for gap in one.search()]


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-500, 900), min_size=1, max_size=5), st.lists(st.integers(-50, 99), max_size=5))
def test_parts_add_up_both_ways(weights, amounts) -> None:
    """Each part adds up to its amount; all of them together to each line's own weight."""
    had = [0] * len(weights)
    for amount in [*amounts, sum(weights) - sum(amounts)]:
        parts = spread(amount, weights, had)
        assert sum(parts) == amount
        had = [one + part for one, part in zip(had, parts, strict=True)]
    if sum(weights):
        assert had == weights


COLUMNS = ("net", "tax", "wholesale", "fee", "commission", "margin", "discount")


def told(invoice: Invoice) -> list[tuple[object, ...]]:
    """The invoice's rows without their keys."""
    facts = SaleFact.objects.filter(invoice_uuid=invoice.uuid).order_by("at", "position")
    return [(one.sku, one.kind, *(getattr(one, f"{name}_minor") for name in COLUMNS)) for one in facts]


def by_line(invoice: Invoice, name: str) -> list[int]:
    sums = [0] * invoice.lines.count()
    for fact in SaleFact.objects.filter(invoice_uuid=invoice.uuid):
        sums[fact.position] += getattr(fact, f"{name}_minor")
    return sums


@pytest.fixture
def invoice(in_reseller: Any, carls_client: Any) -> Invoice:
    """Three lines at 20 % tax, one of them a credit: 83.35 net, 16.66 tax, 100.01 in all."""
    tax = TaxRate("VAT", 2_000)
    lines = [
        LineDraft("Hosting", 1, lira(9_999), tax, lira(333), lira(6_500), kind="plan", sku="hosting-m"),
        LineDraft("Backups", 3, lira(334), tax, None, lira(1_300), kind="add_on", sku="backups-m"),
        LineDraft("Unused", 1, lira(-2_333), tax, None, lira(-777), kind="proration", sku="hosting-m"),
    ]
    made = issue(carls_client, lines, cause="change", due_at=now(), by=BY)
    assert made is not None
    assert (made.net.minor, made.tax.minor) == (8_335, 1_666)
    return made


def pay(invoice: Invoice, minor: int) -> None:
    invoice.refresh_from_db()
    record_payment(invoice.client, [(invoice, lira(minor))], method="cash", by=BY)


def give_back(invoice: Invoice, minor: int) -> None:
    invoice.refresh_from_db()
    refund_invoice(invoice, lira(minor), reason="Asked for it.", key=uuid4(), by=BY)


def test_payments_and_refunds_are_told_line_by_line(invoice: Invoice) -> None:
    """Paid in three parts and 5.00 too much, each line has what the invoice says; given back, each has nothing."""
    for minor in (3_333, 4_001, 3_167):
        pay(invoice, minor)
    lines = list(invoice.lines.order_by("pk"))
    for name in ("net", "tax", "wholesale"):
        assert by_line(invoice, name) == [getattr(line, f"{name}_minor") for line in lines]
    assert by_line(invoice, "discount") == [333, 0, 0]
    assert sum(by_line(invoice, "margin")) == 8_335 - (6_500 + 1_300 - 777)
    rows = reports.sales_of_invoice(invoice.uuid)
    assert [sum(one.quantity for one in rows if one.position == place) for place in range(3)] == [1, 3, 1]
    assert {one.occasion for one in rows} == {"change"}
    assert gaps() == []
    give_back(invoice, 2_501)
    assert gaps() == []
    was = told(invoice)
    SaleFact.objects.all().delete()
    assert gaps()
    write_facts()
    assert (told(invoice), gaps()) == (was, [])
    give_back(invoice, 10_001 - 2_501)
    for name in (*COLUMNS, "retail"):
        assert by_line(invoice, name) == [0, 0, 0], name
    assert gaps() == []
    assert write_facts() == 0


def test_what_recurs_follows_the_service(start: Any, on: Any) -> None:
    """100.00 a month becomes 250.00, then a year of 1,000.00 (83.33 a month), then nothing."""
    service = start()
    fact = ServiceFact.objects.get(service_uuid=service.uuid)
    assert (fact.status, fact.recurring_minor, fact.recurring_wholesale_minor) == ("active", 10_000, 6_500)
    assert fact.product_sku == "web"
    assert fact.started_at
    for sku in ("pro-m", "hosting-y"):
        _shown, made = change(service, wish(sku))
        for asked in Invoice.objects.filter(uuid=made.invoice_uuid, status="open"):
            pay_at_once(asked)
        service.refresh_from_db()
    cancel_service(service, now_at_once=True, reason="Moved away.", by=BY)
    moves = RecurringMove.objects.filter(service_uuid=service.uuid).order_by("pk")
    assert [(one.kind, one.delta_minor) for one in moves] == [
        ("new", 10_000),
        ("expansion", 15_000),
        ("contraction", 8_333 - 25_000),
        ("churn", -8_333),
    ]
    fact.refresh_from_db()
    assert (fact.status, fact.recurring_minor, fact.reason) == ("ended", 0, "Moved away.")
    RecurringMove.objects.all().delete()
    ServiceFact.objects.all().delete()
    write_facts()
    assert [one.kind for one in RecurringMove.objects.order_by("pk")] == ["new", "churn"]
    assert gaps() == []
