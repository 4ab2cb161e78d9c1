"""A service from month to month, with the dates in comments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from shared_apps.kernel.periods import period_end
from tenant_apps.orders.models import Invoice, Service


@pytest.fixture
def later() -> Any:
    yield lambda days: clock.move_by(lambda: timedelta(days=days))
    clock.move_by(timedelta)


@pytest.fixture
def service(shop: Any, carls_client: Any) -> Service:
    shop.paid(carls_client, shop.wish("hosting-m", 2, "backups-m"))
    run_due()
    return Service.objects.get()


def test_months_do_not_drift() -> None:
    start = datetime(2026, 1, 31, tzinfo=UTC)
    ends = [period_end(start, "month", count).date().isoformat() for count in (1, 2, 3, 13)]
    assert ends == ["2026-02-28", "2026-03-31", "2026-04-30", "2027-02-28"]
    leap = datetime(2028, 2, 29, tzinfo=UTC)
    assert period_end(leap, "year", 1).date().isoformat() == "2029-02-28"
    assert period_end(leap, "year", 4).date().isoformat() == "2032-02-29"


def test_the_next_invoice_comes_a_week_before(shop: Any, service: Service, later: Any) -> None:
    days = (service.renews_at - timezone.now()).days
    later(days - 7)
    run_due()
    assert Invoice.objects.count() == 1
    later(days - 5)
    run_due()
    renewal = Invoice.objects.get(cause="renewal")
    # 2 × 100.00 + 20.00 again.
    assert renewal.total_minor == 22_000
    first_end = service.renews_at
    shop.pay_at_gateway(shop.start(renewal).redirect_url)
    shop.deliver("checkout.session.completed")
    service.refresh_from_db()
    assert service.periods_paid == 2
    assert service.renews_at == period_end(service.paid_from, "month", 2)
    assert renewal.lines.first().period_from == first_end


def test_unpaid_it_is_suspended_a_week_after_and_comes_back_when_paid(
    shop: Any, service: Service, later: Any, provisioner: Any
) -> None:
    days = (service.renews_at - timezone.now()).days
    later(days + 6)
    run_due()
    service.refresh_from_db()
    assert service.status == Service.Status.ACTIVE
    later(days + 9)
    run_due()
    service.refresh_from_db()
    assert service.status == Service.Status.SUSPENDED
    renewal = Invoice.objects.get(cause="renewal")
    shop.pay_at_gateway(shop.start(renewal).redirect_url)
    shop.deliver("checkout.session.completed")
    run_due()
    service.refresh_from_db()
    assert service.status == Service.Status.ACTIVE
    assert [one["operation"] for one in provisioner.services.operations()] == ["resume", "suspend", "create"]


def test_what_is_bought_once_never_renews(shop: Any, carls_client: Any, later: Any) -> None:
    shop.paid(carls_client, shop.wish("training"))
    run_due()
    later(400)
    run_due()
    assert Invoice.objects.count() == 1
