"""A service of 100.00 a month whose first paid month is March 2026 (31 days, from midnight UTC), without a gateway.

The shop sells Hosting at 100.00 (wholesale 65.00), Pro at 250.00 (150.00), Hosting for a year at 1,000.00 (650.00),
Backups at 20.00 (13.00) and Mail at 40.00 a seat (26.00). Alpha's clock runs in UTC here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from shared_apps.agenda.door import run_due
from shared_apps.catalog.models import Plan, Product
from shared_apps.kernel import clock
from shared_apps.kernel.money import Money
from tenant_apps.orders import terms
from tenant_apps.orders.changing import ChangeQuote, ChangeWish
from tenant_apps.orders.models import Invoice, Service, ServiceChange
from tenant_apps.orders.quoting import LineWish
from tenant_apps.orders.verbs import change_service, place_order, preview_change
from tenant_apps.orders.verbs.paid import deliver
from tenant_apps.storefront.models import Offer
from tenant_apps.storefront.verbs import put_offer
from tenants.context import acting_on_shared_data
from tests.tenant_apps.orders.stage import BY, catalog, put_on_sale, put_price, stock_shelves, words

START = datetime(2026, 3, 1, tzinfo=UTC)


def offer(sku: str) -> str:
    return str(Offer.objects.get(sku=sku).uuid)


def wish(sku: str, quantity: int = 1, *add_ons: str, when: str = "") -> ChangeWish:
    return ChangeWish(offer(sku), quantity, tuple(map(offer, add_ons)), when=when)


def pay(invoice: Invoice) -> None:
    """The invoice is paid, and what follows from that for services."""
    paid = {"status": Invoice.Status.PAID, "paid_minor": invoice.total_minor, "paid_at": clock.now()}
    Invoice.objects.filter(pk=invoice.pk).update(**paid)
    invoice.refresh_from_db()
    deliver(invoice, by=BY)


def change(service: Service, wanted: ChangeWish, by: Any = BY) -> tuple[ChangeQuote, ServiceChange]:
    """Look at a change and confirm it."""
    shown = preview_change(Service.objects.get(pk=service.pk), wanted, by=by)
    return shown, change_service(service, wanted, shown=shown.token, by=by)


@pytest.fixture
def on() -> Iterator[Callable[[datetime], None]]:
    """Set the clock to a moment, where it creeps on by a tick a look, and do what is due by then."""

    def set_to(at: datetime) -> None:
        ticks = count(1000)
        clock.move_by(lambda: at + timedelta(microseconds=20 * next(ticks)) - timezone.now())

    def move(at: datetime) -> None:
        set_to(at)
        run_due()

    set_to(START)
    yield move
    clock.move_by(timedelta)


@pytest.fixture
def shelves(in_reseller: Any, provisioner: Any, on: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(terms, "zone", lambda: UTC)
    stock_bigger_plans()


def stock_bigger_plans() -> None:
    with acting_on_shared_data():
        if not Plan.objects.filter(sku="hosting-m").exists():
            stock_shelves()
        web = Product.objects.get(sku="web")
        for sku, name, period, floor, retail in (
            ("pro-m", "Pro", "month", 15_000, 25_000),
            ("hosting-y", "Hosting", "year", 65_000, 100_000),
        ):
            put_price(
                catalog.put_plan(sku, product=web, name=words(name), period=period, by=BY),
                floor,
                floor,
                retail,
            )
    put_on_sale()
    put_offer("pro-m", Money(25_000, "TRY"), by=BY)
    put_offer("hosting-y", Money(100_000, "TRY"), by=BY)


@pytest.fixture
def start(shelves: None, carls_client: Any) -> Callable[..., Service]:
    def begin(sku: str = "hosting-m", quantity: int = 1, *add_ons: str, skip_trial: bool = True) -> Service:
        line = LineWish(offer(sku), quantity, tuple(map(offer, add_ons)), skip_trial=skip_trial)
        order = place_order(carls_client, [line], by=BY)
        for invoice in order.invoices.all():
            pay(invoice)
        run_due()
        return Service.objects.get(order_line__order=order)

    return begin


@pytest.fixture
def service(start: Callable[..., Service]) -> Service:
    return start()
