"""One invoice for a month's services, and trials that a saved card ends; the dates in comments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from shared_apps.kernel.periods import period_end
from tenant_apps.notices.models import MailMessage
from tenant_apps.orders.models import BillingSettings, Invoice, Service
from tenant_apps.orders.verbs.consolidate import month_of
from tests.shared_apps.payments.test_saved_cards import LATER_DECLINED, paid_charges, save


@pytest.fixture
def later() -> Any:
    yield lambda days: clock.move_by(lambda: timedelta(days=days))
    clock.move_by(timedelta)


def run_services(shop: Any, client: Any, *skus: str) -> list[Service]:
    for sku in skus:
        shop.paid(client, shop.wish(sku, 1, skip_trial=True))
    run_due()
    return list(Service.objects.order_by("pk"))


def test_services_of_a_month_are_on_one_invoice(shop: Any, carls_client: Any, later: Any) -> None:
    type(carls_client).objects.filter(pk=carls_client.pk).update(consolidates=True)
    services = run_services(shop, carls_client, "hosting-m", "hosting-m", "mail-m")
    ends = [service.renews_at for service in services]
    later((ends[0] - clock.now()).days - 5)
    run_due()
    [renewal] = Invoice.objects.exclude(cause="order")
    # 100.00 + 100.00 + 40.00, due when the first of them renews.
    assert (renewal.cause, renewal.total.minor, renewal.due_at) == ("consolidated", 24_000, min(ends))
    assert renewal.lines.count() == 3
    shop.pay_at_gateway(shop.start(renewal).redirect_url)
    shop.deliver("checkout.session.completed")
    for service in services:
        service.refresh_from_db()
        assert (service.periods_paid, service.renews_at) == (2, period_end(service.paid_from, "month", 2))


def test_a_client_who_does_not_want_it_has_an_invoice_for_each(
    shop: Any, carls_client: Any, later: Any
) -> None:
    first, _ = run_services(shop, carls_client, "hosting-m", "mail-m")
    later((first.renews_at - clock.now()).days - 5)
    run_due()
    assert Invoice.objects.filter(cause="renewal").count() == 2


def test_a_service_alone_in_its_month_is_billed_as_any_other(
    shop: Any, carls_client: Any, later: Any
) -> None:
    type(carls_client).objects.filter(pk=carls_client.pk).update(consolidates=True)
    [only] = run_services(shop, carls_client, "hosting-m")
    later((only.renews_at - clock.now()).days - 5)
    run_due()
    assert Invoice.objects.exclude(cause="order").get().cause == "renewal"


@pytest.mark.usefixtures("in_reseller")
def test_a_month_is_one_of_the_calendar_that_services_renew_by() -> None:
    # 20 March 2026 is 29 Esfand 1404, 21 March is 1 Farvardin 1405.
    days = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (20, 21)]
    gregorian, jalali = BillingSettings(), BillingSettings(anchor="jalali_month")
    assert [month_of(day, gregorian) for day in days] == [(2026, 3), (2026, 3)]
    assert [month_of(day, jalali) for day in days] == [(1404, 12), (1405, 1)]


def test_a_saved_card_ends_a_trial_by_itself(shop: Any, carls_client: Any, later: Any) -> None:
    save(shop, carls_client)
    shop.order(carls_client, shop.wish("mail-m", 5))
    run_due()
    later(15.01)
    run_due()
    service, invoice = Service.objects.get(), Invoice.objects.get()
    # 5 × 40.00
    assert (service.status, service.periods_paid, invoice.status) == ("active", 1, "paid")
    assert (invoice.paid.minor, paid_charges(shop)) == (20_000, 1)
    assert MailMessage.objects.filter(template="orders/trial_charged").count() == 1


def test_a_trial_whose_card_fails_waits_as_its_plan_says(shop: Any, carls_client: Any, later: Any) -> None:
    save(shop, carls_client, LATER_DECLINED)
    shop.order(carls_client, shop.wish("mail-m", 5))
    run_due()
    later(15.01)
    run_due()
    service, invoice = Service.objects.get(), Invoice.objects.get()
    assert (service.status, invoice.status) == ("suspended", "open")
    assert MailMessage.objects.filter(template="orders/charge_failed").count() == 1
