"""Trials: never more than the plan's days in all (RELIABILITY 22), and what comes after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from shared_apps.trials.door import TrialLimitReached
from tenant_apps.orders.models import Invoice, Order, Service
from tenant_apps.orders.verbs import extend_trial, start_paying
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once
from tests.tenant_apps.orders.stage import BY


@pytest.fixture
def trial(shop: Any, carls_client: Any) -> Service:
    shop.order(carls_client, shop.wish("mail-m", 5))
    run_due()
    return Service.objects.get()


@pytest.fixture
def later() -> Any:
    """Move the clock forward; it goes back when the test ends."""
    yield lambda days: clock.move_by(lambda: timedelta(days=days))
    clock.move_by(timedelta)


def test_a_trial_is_extended_by_fifteen_days_up_to_sixty(trial: Service) -> None:
    ends_at = trial.trial_ends_at
    for total in (30, 45, 60):  # 15 + 15, + 15, + 15
        assert extend_trial(trial, reason="asked", by=BY).trial_total_days == total
    assert trial.trial_ends_at == ends_at + timedelta(days=45)
    with pytest.raises(TrialLimitReached):
        extend_trial(trial, reason="asked", by=BY)


@pytest.mark.django_db(transaction=True)
def test_however_many_extend_at_once_sixty_days_are_the_end(trial: Service, reseller: Any) -> None:
    def extend() -> Service:
        return extend_trial(Service.objects.get(pk=trial.pk), reason="asked", by=BY)

    outcomes = at_once(reseller, [extend] * 8)
    assert sum(isinstance(one, TrialLimitReached) for one in outcomes) == 5
    with acting_in(reseller):
        trial.refresh_from_db()
        assert trial.trial_total_days == 60
        assert (trial.trial_ends_at - trial.starts_at).days == 60


def test_the_database_itself_refuses_more(trial: Service) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=trial.pk).update(trial_total_days=61)


def test_only_a_running_trial_is_extended(trial: Service) -> None:
    trial.move(Service.Status.SUSPENDED, by=BY)
    with pytest.raises(TrialLimitReached):
        extend_trial(trial, reason="asked", by=BY)


def test_staff_extend_it_with_a_reason(
    trial: Service, as_olga: Any, browse: Any, adel: Any, reseller: Any
) -> None:
    path = f"/office/services/{trial.uuid}/trial/"
    type(adel).objects.filter(pk=adel.pk).update(role="accountant")
    assert browse(adel, reseller).post(path, {"reason": "x"}).status_code == 403
    as_olga.post(path, {"reason": ""})
    trial.refresh_from_db()
    assert trial.trial_total_days == 15
    assert as_olga.get(path).status_code == 405
    asked = {"reason": "Still testing.", f"shown-{trial.uuid}": "15"}
    assert (
        f'name="shown-{trial.uuid}" value="15"' in as_olga.get(path.removesuffix("trial/")).content.decode()
    )
    as_olga.post(path, asked)
    again = as_olga.post(path, asked, follow=True).content.decode()
    assert "Somebody else was faster" in again
    trial.refresh_from_db()
    assert trial.trial_total_days == 30
    assert "Still testing." in as_olga.get(f"/office/services/{trial.uuid}/").content.decode()


def test_at_its_end_there_is_an_invoice_and_the_service_waits(trial: Service, later: Any) -> None:
    later(16)
    run_due()
    trial.refresh_from_db()
    assert trial.status == Service.Status.SUSPENDED
    invoice = Invoice.objects.get()
    assert (invoice.cause, invoice.status, invoice.total_minor) == ("trial", "open", 20_000)


def test_an_extended_trial_does_not_end_at_its_first_date(trial: Service, later: Any) -> None:
    extend_trial(trial, reason="asked", by=BY)
    later(16)
    run_due()
    trial.refresh_from_db()
    assert trial.status == Service.Status.TRIAL
    later(31)
    run_due()
    trial.refresh_from_db()
    assert trial.status == Service.Status.SUSPENDED


def test_paying_after_the_trial_brings_the_service_back(shop: Any, trial: Service, later: Any) -> None:
    later(16)
    run_due()
    started = shop.start(Invoice.objects.get())
    shop.pay_at_gateway(started.redirect_url)
    shop.deliver("checkout.session.completed")
    trial.refresh_from_db()
    assert trial.status == Service.Status.ACTIVE
    assert trial.periods_paid == 1
    assert Order.objects.get().status == Order.Status.PAID


def test_it_can_be_bought_before_its_end(shop: Any, trial: Service, as_carl: Any) -> None:
    assert as_carl.post(f"/my/services/{trial.uuid}/purchase/").status_code == 302
    invoice = Invoice.objects.get()
    assert start_paying(trial, by=BY) == invoice
    shop.pay_at_gateway(shop.start(invoice).redirect_url)
    shop.deliver("checkout.session.completed")
    trial.refresh_from_db()
    assert trial.status == Service.Status.ACTIVE
    assert trial.trial_ends_at is None


def test_a_product_is_tried_once_by_a_client(shop: Any, trial: Service, carls_client: Any) -> None:
    again = shop.order(carls_client, shop.wish("mail-m", 5))
    assert again.invoices.get().total_minor == 20_000
    assert Service.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nor_in_two_orders_at_once(shop: Any, carls_client: Any, reseller: Any) -> None:
    wish = shop.wish("mail-m", 1)
    at_once(reseller, [lambda: shop.order(carls_client, wish)] * 4)
    with acting_in(reseller):
        assert Service.objects.filter(is_trial_first=True).count() == 1
        assert Invoice.objects.count() == 3


def test_the_checkout_offers_no_second_trial(shop: Any, trial: Service, as_carl: Any) -> None:
    as_carl.post("/order/", {"offer": shop.offer("mail-m"), "quantity": "2"})
    page = as_carl.get("/order/checkout/").content.decode()
    assert "Start the free trial" not in page
    assert "Free trial first" not in page
