"""A service that is not paid, that has an anchor, that is operated on twice at once. Dates in comments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from tenant_apps.orders.errors import OperationNotOpen
from tenant_apps.orders.models import BillingSettings, Invoice, PaidPeriod, Service, ServiceOperation
from tenant_apps.orders.verbs import cancel_service, finish_by_hand, try_again
from tenant_apps.orders.verbs.instruct import instruct
from tests.shared_apps.ledger.at_once import at_once
from tests.tenant_apps.orders.month import change, on, pay, service, shelves, start, wish
from tests.tenant_apps.orders.stage import BY

__all__ = ["on", "service", "shelves", "start"]

APRIL_1 = datetime(2026, 4, 1, tzinfo=UTC)


def fresh(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def test_past_due_then_suspended_then_ended_by_the_tenants_days(start: Any, on: Any) -> None:
    BillingSettings.objects.create(pk=1, renew_days_ahead=3, suspend_after_days=5, end_after_days=20)
    service = start()
    on(APRIL_1 - timedelta(days=4))
    assert not Invoice.objects.filter(cause="renewal").exists()
    states = []
    for days in (-2, 1, 6, 21):
        on(APRIL_1 + timedelta(days=days))
        states.append(fresh(service).state)
    assert states == ["active", "past_due", "suspended", "ended"]
    assert Invoice.objects.filter(cause="renewal").count() == 1


def test_paid_when_past_due_it_goes_on_from_where_it_was(service: Service, on: Any) -> None:
    on(APRIL_1 + timedelta(days=3))
    assert fresh(service).state == "past_due"
    pay(Invoice.objects.get(cause="renewal"))
    after = fresh(service)
    assert (after.state, after.paid_until) == ("active", datetime(2026, 5, 1, tzinfo=UTC))
    assert PaidPeriod.objects.latest("pk").starts_at == APRIL_1


def test_a_gregorian_anchor_bills_the_way_to_it(start: Any, on: Any) -> None:
    BillingSettings.objects.create(pk=1, anchor="month", anchor_day=16)
    service = start()
    on(APRIL_1 - timedelta(days=5))
    renewal = Invoice.objects.get(cause="renewal")
    # 1 to 16 April is 15 of the 31 days from 16 March: 100.00 × 15/31 = 48.387… → 48.39.
    assert renewal.total_minor == 4839
    assert renewal.lines.get().wholesale_minor == 3145
    pay(renewal)
    on(datetime(2026, 4, 14, tzinfo=UTC))
    # Then whole months: to 16 May.
    pay(Invoice.objects.get(cause="renewal", status="open", total_minor=10_000))
    assert fresh(service).paid_until == datetime(2026, 5, 16, tzinfo=UTC)
    assert list(PaidPeriod.objects.order_by("pk").values_list("minor", flat=True)) == [10_000, 4839, 10_000]


def test_a_short_stretch_paid_late_is_no_whole_month(start: Any, on: Any) -> None:
    BillingSettings.objects.create(pk=1, anchor="month", anchor_day=4)
    service = start()
    on(APRIL_1 - timedelta(days=5))
    renewal = Invoice.objects.get(cause="renewal")
    on(APRIL_1 + timedelta(days=9))
    assert fresh(service).status == "suspended"
    pay(renewal)
    after = fresh(service)
    # 1 to 4 April was billed: three days from when it is paid, and worth no more than that.
    assert (after.status, after.paid_until - after.paid_from) == ("active", timedelta(days=3))
    assert PaidPeriod.objects.latest("pk").minor == renewal.total_minor < 1_000


def test_add_ons_and_changes_end_with_the_service(start: Any, on: Any, provisioner: Any) -> None:
    service = start("hosting-m", 1, "backups-m")
    on(datetime(2026, 3, 11, tzinfo=UTC))
    change(service, wish("pro-m"))
    cancel_service(service, reason="Done with it", by=BY)
    assert fresh(service).changes.get().status == "cancelled"
    assert Invoice.objects.get(cause="change").status == "void"
    on(APRIL_1 + timedelta(minutes=1))
    assert fresh(service).status == "ended"
    assert not Invoice.objects.filter(cause="renewal").exists()
    assert provisioner.services.operations()[0]["operation"] == "terminate"


def test_an_operation_waits_for_the_one_before_it(service: Service, on: Any, provisioner: Any) -> None:
    """RELIABILITY 18: the fate of the first is asked, and nothing overtakes it."""
    provisioner.fault("error_before", match="suspend", times=1)
    instruct(service, "suspend")
    instruct(service, "resume")
    run_due()
    assert [one["operation"] for one in provisioner.services.operations()] == ["create"]
    on(datetime(2026, 3, 2, tzinfo=UTC))
    assert [one["operation"] for one in provisioner.services.operations()] == ["resume", "suspend", "create"]
    assert set(ServiceOperation.objects.values_list("status", flat=True)) == {"done"}


def test_a_task_is_answered_once(service: Service) -> None:
    Service.objects.filter(pk=service.pk).update(provisioner="manual")
    instruct(fresh(service), "change")
    run_due()
    task = ServiceOperation.objects.get(is_manual=True)
    finish_by_hand(task, done=False, note="No such room", by=BY)
    with pytest.raises(OperationNotOpen):
        finish_by_hand(task, done=False, note="Again", by=BY)
    try_again(task, by=BY)
    run_due()
    finish_by_hand(task, done=True, by=BY)
    with pytest.raises(OperationNotOpen):
        try_again(task, by=BY)


@pytest.mark.django_db(transaction=True)
def test_a_change_confirmed_five_times_at_once_is_one(service: Service, on: Any, reseller: Any) -> None:
    """RELIABILITY 13."""
    from tenant_apps.orders.verbs import change_service, preview_change

    wanted = wish("pro-m")
    token = preview_change(service, wanted, by=BY).token
    made = at_once(reseller, [lambda: change_service(service, wanted, shown=token, by=BY).pk] * 5)
    assert len(set(made)) == 1
    assert Invoice.objects.filter(cause="change").count() == 1
