"""New wholesale prices reach running services from their next renewal on, where the change says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.catalog import verbs as catalog
from shared_apps.catalog.models import Price, PriceVersion
from shared_apps.catalog.reckoning import Amounts
from shared_apps.kernel.clock import now
from tenant_apps.orders.models import Invoice, Service
from tenant_apps.orders.verbs.wholesale import take_over
from tenants.context import acting_on_shared_data
from tests.tenant_apps.orders.month import on, pay, service, shelves, start
from tests.tenant_apps.orders.stage import BY

__all__ = ["on", "service", "shelves", "start"]


def raise_prices(*, for_renewals: bool) -> PriceVersion:
    """Hosting from 65.00 to 70.00 wholesale on April 10; its retail limits stay."""
    with acting_on_shared_data():
        version = catalog.draft_version(by=BY)
        wanted = {Price.objects.get(plan__sku="hosting-m").pk: Amounts(7_000, 8_500, 10_000, 20_000)}
        catalog.put_lines(version, wanted, by=BY)
        catalog.weigh(version, by=BY)
        run_due()
        version.refresh_from_db()
        at = datetime(2026, 4, 10, tzinfo=UTC)
        assert at >= now() + timedelta(days=30)
        catalog.publish(version, effective_at=at, notice_days=30, for_renewals=for_renewals, note={}, by=BY)
    return version


def wholesale_of(invoice: Invoice) -> int:
    return sum(line.wholesale_minor for line in invoice.lines.all())


@pytest.mark.parametrize(("for_renewals", "in_may"), [(True, 7_000), (False, 6_500)])
def test_the_renewal_after_the_date_is_bought_at_the_new_price(
    service: Service, on: Any, for_renewals: bool, in_may: int
) -> None:
    version = raise_prices(for_renewals=for_renewals)
    bills = Invoice.objects.filter(lines__service=service, cause="renewal").order_by("pk")
    on(datetime(2026, 3, 31, tzinfo=UTC))
    april = bills.get()
    pay(april)
    on(datetime(2026, 4, 11, tzinfo=UTC))
    on(datetime(2026, 4, 30, tzinfo=UTC))
    may = bills.exclude(pk=april.pk).get()
    # The client pays what it did; April was bought at 65.00 and stays so.
    assert (wholesale_of(april), wholesale_of(may)) == (6_500, in_may)
    assert april.total_minor == may.total_minor
    reach = version.reaches.get(tenant__slug="alpha")
    assert (reach.services, reach.taken_over_at is not None) == ((1, True) if for_renewals else (0, False))
    assert take_over(version.uuid, by=BY) == reach.services  # a task that comes twice changes nothing more


def test_a_change_ahead_takes_nothing_over(service: Service, on: Any) -> None:
    version = raise_prices(for_renewals=True)
    assert take_over(version.uuid, by=BY) == 0
    assert service.items.get().wholesale_unit_minor == 6_500
