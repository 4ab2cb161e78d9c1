"""A clock that stops wherever the agenda has something to do, and what a client does on the way.

Prices of the shop in kuruş: hosting 100.00 a month (wholesale 65.00), backups 20.00 (13.00), mail 40.00 a seat
(26.00) with 15 days of trial. The shop is in Istanbul: UTC+3 all year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.kernel import clock
from shared_apps.ledger import door as ledger
from tenant_apps.orders.models import Invoice, Service
from tenant_apps.orders.verbs.pay import record_payment
from tests.tenant_apps.orders.stage import BY, CARD, Shop

ISTANBUL = ZoneInfo("Europe/Istanbul")


class Timeline:
    """What happens in a shop over months. Moments are written as `2027-08-31 10:00`, in the shop's zone."""

    def __init__(self, shop: Shop, client: Any, zone: ZoneInfo = ISTANBUL) -> None:
        self.shop, self.client, self.zone = shop, client, zone

    def begin(self, moment: str) -> None:
        """Set the clock without doing what is due: nothing has happened yet."""
        self._set(self._read(moment))

    def go_to(self, moment: str, each: Callable[[], object] = lambda: None) -> None:
        """Live until a moment: every entry of the agenda at its own time, and `each` after it."""
        until = self._read(moment)
        while (due := self._next_due()) and due <= until:
            self._set(max(due, clock.now()))
            run_due()
            each()
        self._set(until)
        run_due()
        each()

    def order(self, *wishes: Any) -> Service:
        """Ordered and paid at once."""
        invoice = self.shop.invoice(self.client, *wishes)
        self.pay(invoice)
        return Service.objects.get(order_line__order=invoice.order)

    def pay(self, invoice: Invoice) -> None:
        """In cash: the gateway has tests of its own."""
        record_payment(self.client, [(invoice, invoice.due)], method="cash", by=BY)
        run_due()

    def pay_by_card(self, invoice: Invoice, card: str = CARD) -> None:
        self.shop.pay_at_gateway(self.shop.start(invoice).redirect_url, card)
        self.shop.deliver("checkout.session.completed")
        run_due()

    def pay_what_is_open(self) -> None:
        for invoice in Invoice.objects.filter(status=Invoice.Status.OPEN).order_by("pk"):
            self.pay(invoice)

    def local(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def balance(self, kind: str, party: str = "") -> int:
        """Minor units on an account of the ledger."""
        return ledger.balance(ledger.AccountName(kind, party), "TRY").minor

    def _next_due(self) -> datetime | None:
        waiting = Entry.objects.filter(status="waiting").order_by("due_at")
        return waiting.values_list("due_at", flat=True).first()

    def _read(self, moment: str) -> datetime:
        return datetime.fromisoformat(moment).replace(tzinfo=self.zone).astimezone(UTC)

    def _set(self, moment: datetime) -> None:
        ahead = moment - timezone.now()
        clock.move_by(lambda: ahead)


@pytest.fixture
def timeline(shop: Shop, carls_client: Any) -> Iterator[Timeline]:
    yield Timeline(shop, carls_client)
    clock.move_by(_no_shift)


def _no_shift() -> Any:
    from datetime import timedelta

    return timedelta()
