"""A reseller's package: billed, changed to the last unit, stopped where nobody pays, back when somebody does.

Small costs 300.00 a month and 3,000.00 a year, large 600.00 and 6,000.00. Amounts in kuruş.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from shared_apps.kernel.actor import Actor
from shared_apps.ledger.proof import checks
from shared_apps.partner_store.models import PlanChange, PlatformPeriod, PlatformPlan, PlatformSubscription
from shared_apps.partner_store.packages import (
    BillsFirst,
    PackageRefused,
    PaidInAnotherCurrency,
    changes_at,
    quote_change,
)
from shared_apps.partner_store.verbs import begin_subscription
from shared_apps.partner_store.verbs.changing import PriceDiffers, change_plan, keep_plan
from shared_apps.partner_store.verbs.renewing import bill_next
from shared_apps.settlement.models import Bill
from shared_apps.settlement.owed import owed_by
from shared_apps.settlement.verbs import void_bill
from shared_apps.settlement.verbs.paying import record_by_hand
from tenants.context import acting_in
from tenants.models import Tenant

BY = Actor.system("tests")
PRICES = {"small": (30_000, 300_000), "large": (60_000, 600_000)}


@pytest.fixture
def plan(in_shared: None) -> PlatformSubscription:
    for sku, (month, year) in PRICES.items():
        package = PlatformPlan.objects.create(sku=sku, names={"en": sku.title()}, seats=5 + len(sku))
        for period, minor in (("month", month), ("year", year)):
            package.prices.create(currency="TRY", period=period, amount_minor=minor)
    return begin_subscription(Tenant.objects.get(slug="alpha"), plan_sku="small", by=BY)


@pytest.fixture
def later() -> Any:
    """Move the clock forward and do what is due; it goes back when the test ends."""

    def move(days: float) -> None:
        clock.move_by(lambda: timedelta(days=days))
        run_due()

    yield move
    clock.move_by(timedelta)


@pytest.fixture
def pay(operator: Any) -> Any:
    def by_hand(bill: Bill) -> None:
        with acting_in(operator):
            record_by_hand(owed_by(bill.uuid), method="transfer", reference="", key=bill.cause_uuid, by=BY)
        run_due()

    return by_hand


def bills() -> list[tuple[int, str]]:
    return list(Bill.objects.order_by("pk").values_list("total_minor", "status"))


def seen(plan: PlatformSubscription) -> tuple[str, str, str, int]:
    plan.refresh_from_db()
    return plan.sku, plan.period, plan.status, plan.seats


def no_gaps() -> bool:
    return [gap for one in checks() for gap in one.search()] == []


def test_a_trial_that_goes_on_is_billed_and_renews(plan: PlatformSubscription, later: Any, pay: Any) -> None:
    """Trial 15 days; billed at its end, and again 14 days before the month is over."""
    later(15.1)
    assert (seen(plan), bills()) == (("small", "month", "active", 10), [(30_000, "open")])
    pay(Bill.objects.get())
    first = plan.periods.get()
    assert (first.status, first.ends_at) == ("paid", plan.renews_at)
    later(15.1 + 12)
    assert len(bills()) == 1
    later(15.1 + 18)
    assert bills() == [(30_000, "paid"), (30_000, "open")]
    # Whoever bills it again finds it billed.
    assert bill_next(plan.uuid, by=BY) == bill_next(plan.uuid, by=BY)
    pay(Bill.objects.latest("pk"))
    later(15.1 + 32)
    plan.refresh_from_db()
    assert [row.status for row in plan.periods.order_by("begins_at")] == ["paid", "paid"]
    assert plan.renews_at == plan.periods.latest("begins_at").ends_at
    assert no_gaps()


def test_who_does_not_pay_is_stopped_after_the_grace_and_comes_back_with_the_money(
    plan: PlatformSubscription, later: Any, pay: Any
) -> None:
    """Due 14 days after the trial's end, grace 14 more: day 43. Day 60: the money; time begins anew."""
    later(15.1)
    later(42.9)
    assert (seen(plan)[2], plan.tenant.status) == ("active", "live")
    later(43.5)
    assert (seen(plan)[2], Tenant.objects.get(pk=plan.tenant_id).status) == ("suspended", "suspended")
    later(60)
    pay(Bill.objects.order_by("pk").first())
    # The renewal that was billed meanwhile is open and late too: 30 days after the first one.
    late = Bill.objects.filter(status="open")
    for bill in late:
        pay(bill)
    assert (seen(plan)[2], Tenant.objects.get(pk=plan.tenant_id).status) == ("active", "live")
    assert plan.stops_unpaid is False and plan.renews_at > clock.now()
    assert no_gaps()


def test_who_was_stopped_comes_back_when_what_is_late_is_void(plan: PlatformSubscription, later: Any) -> None:
    """Day 62: the first bill and the renewal's (due on day 46, grace 14) are late; the last one that goes decides."""
    for day in (15.1, 42.9, 43.5, 62):
        later(day)
    first, second = Bill.objects.order_by("pk")
    for bill, status in ((first, "suspended"), (second, "active")):
        void_bill(bill.uuid, "Agreed.", by=BY)
        run_due()
        assert seen(plan)[2] == status
    assert (Tenant.objects.get(pk=plan.tenant_id).status, plan.stops_unpaid) == ("live", False)
    assert plan.renews_at > clock.now() and bills()[-1] == (30_000, "open")
    assert no_gaps()


def test_a_downgrade_waits_for_the_end_of_time_that_was_paid_ahead(
    plan: PlatformSubscription, later: Any, pay: Any
) -> None:
    """Large is paid for this month and the next: small begins after that, billed as such."""
    change_plan(plan.uuid, "large", "month", by=BY)
    later(15.1)
    pay(Bill.objects.get())
    ahead = bill_next(plan.uuid, by=BY)
    pay(Bill.objects.latest("pk"))
    plan.refresh_from_db()
    assert ahead and change_plan(plan.uuid, "small", "month", by=BY) is None
    assert changes_at(plan) == ahead.ends_at
    later(15.1 + 32)
    assert (seen(plan)[0], plan.next_sku, bills()) == ("large", "small", [(60_000, "paid")] * 2)
    later(15.1 + 63)
    assert (seen(plan)[0], plan.next_sku) == ("small", "")
    assert bills()[2] == (30_000, "open")
    assert no_gaps()


def test_time_that_is_paid_in_another_currency_is_never_lost(
    plan: PlatformSubscription, later: Any, pay: Any
) -> None:
    """The reseller goes over to euros in the midst of a month in lira: credited in lira, or refused."""
    later(15.1)
    pay(Bill.objects.get())
    Tenant.objects.filter(pk=plan.tenant_id).update(currency="EUR")
    for number, package in enumerate(PlatformPlan.objects.order_by("-sku"), 1):
        package.prices.create(currency="EUR", period="month", amount_minor=1_000 * number)
    mine = PlatformSubscription.objects.select_related("tenant").get()
    quote = quote_change(mine, "large", "month", plan.periods.get().begins_at)
    assert (quote.full_price.currency, quote.charge.minor) == ("TRY", 30_000)
    PlatformPlan.objects.get(sku="large").prices.filter(currency="TRY").delete()
    with pytest.raises(PaidInAnotherCurrency) as refused:
        change_plan(plan.uuid, "large", "month", by=BY)
    assert (refused.value.currency, refused.value.until) == ("TRY", mine.renews_at)
    assert not PlanChange.objects.exists() and plan.periods.get().status == "paid"


def test_an_upgrade_is_paid_to_the_last_unit_and_made_then(
    plan: PlatformSubscription, later: Any, pay: Any
) -> None:
    """After a third of the month: two thirds of 600.00 less two thirds of 300.00, by the second."""
    later(15.1)
    pay(Bill.objects.get())
    plan.refresh_from_db()
    whole = plan.renews_at - plan.periods.get().begins_at
    later(15.1 + whole.days / 3)
    quote = quote_change(plan, "large", "month", clock.now().replace(microsecond=0))
    assert quote.charge.minor == pytest.approx(20_000, abs=40)
    with pytest.raises(PriceDiffers):
        change_plan(plan.uuid, "large", "month", shown=quote.charge * 2, at=quote.at, by=BY)
    change = change_plan(plan.uuid, "large", "month", shown=quote.charge, at=quote.at, by=BY)
    assert change == change_plan(plan.uuid, "large", "month", by=BY)
    assert seen(plan)[0] == "small"
    bill = Bill.objects.latest("pk")
    assert bill.total_minor == quote.charge.minor
    pay(bill)
    assert seen(plan) == ("large", "month", "active", 10)
    rows = list(plan.periods.order_by("begins_at"))
    assert [row.sku for row in rows] == ["small", "large"]
    # What was used of the small one and what was credited are its price; nothing is lost.
    assert rows[0].price_minor + quote.credit.minor == 30_000
    assert (rows[0].ends_at, rows[1].ends_at) == (quote.at, plan.renews_at)
    assert no_gaps()


def test_an_upgrade_with_time_paid_ahead_covers_all_of_it(
    plan: PlatformSubscription, later: Any, pay: Any
) -> None:
    """Renewed early: the whole next month costs 300.00 more, and the rest of this one its part."""
    later(15.1)
    pay(Bill.objects.get())
    bill_next(plan.uuid, by=BY)
    pay(Bill.objects.latest("pk"))
    at = clock.now().replace(microsecond=0)
    quote = quote_change(PlatformSubscription.objects.get(), "large", "month", at)
    assert len(quote.parts) == 2
    assert quote.parts[1].price.minor - quote.parts[1].credit.minor == 30_000
    change_plan(plan.uuid, "large", "month", at=at, by=BY)
    pay(Bill.objects.latest("pk"))
    assert seen(plan)[0] == "large"
    live = plan.periods.exclude(status="dropped").order_by("begins_at")
    assert [(row.sku, row.status) for row in live][-2:] == [("large", "paid"), ("large", "paid")]
    later(15.1 + 32)
    assert bills()[-1][1] == "paid" and seen(plan)[0] == "large"
    assert no_gaps()


def test_a_year_begins_at_once_and_a_downgrade_when_it_renews(
    plan: PlatformSubscription, later: Any, pay: Any
) -> None:
    """A year of 3,000.00 less the 300.00 that are not used: 2,700.00. Back to the month: at its end."""
    later(15.1)
    pay(Bill.objects.get())
    begun = plan.periods.get().begins_at
    quote = quote_change(PlatformSubscription.objects.get(), "small", "year", begun)
    assert quote.charge.minor == 270_000
    change_plan(plan.uuid, "small", "year", by=BY)
    pay(Bill.objects.latest("pk"))
    assert seen(plan)[:2] == ("small", "year")
    assert change_plan(plan.uuid, "small", "month", by=BY) is None
    plan.refresh_from_db()
    assert (plan.next_sku, plan.next_period, plan.period) == ("small", "month", "year")
    assert keep_plan(plan.uuid, by=BY) is True
    assert keep_plan(plan.uuid, by=BY) is False
    change_plan(plan.uuid, "small", "month", by=BY)
    later(15.1 + 367)
    assert seen(plan)[:2] == ("small", "month")
    assert bills()[-1][0] == 30_000


def test_a_change_that_nobody_pays_is_given_up(plan: PlatformSubscription, later: Any, pay: Any) -> None:
    later(15.1)
    with pytest.raises(BillsFirst):
        change_plan(plan.uuid, "large", "month", by=BY)
    pay(Bill.objects.get())
    change_plan(plan.uuid, "large", "month", by=BY)
    change_plan(plan.uuid, "large", "year", by=BY)
    assert [one.status for one in PlanChange.objects.order_by("pk")] == ["dropped", "asked"]
    assert bills()[1][1] == "void"
    later(15.1 + 15)
    assert PlanChange.objects.latest("pk").status == "dropped"
    assert seen(plan)[0] == "small"
    assert no_gaps()


@pytest.mark.parametrize("renews", [False, True])
def test_a_change_that_waits_is_given_up_when_the_paid_time_has_changed(
    plan: PlatformSubscription, later: Any, pay: Any, renews: bool
) -> None:
    """Its price was reckoned without the next month: made all the same, it would take that month for nothing."""
    later(15.1)
    pay(Bill.objects.get())
    later(15.1 + 25)
    change_plan(plan.uuid, "small", "year", by=BY)
    if renews:
        later(15.1 + 31.5)
    else:
        pay(Bill.objects.get(pk=Bill.objects.get(uuid=bill_next(plan.uuid, by=BY).bill_uuid).pk))  # type: ignore[union-attr]
    change = PlanChange.objects.get()
    assert (change.status, Bill.objects.get(uuid=change.bill_uuid).status) == ("dropped", "void")
    assert not plan.periods.filter(status="dropped").exists()
    assert plan.periods.count() == 2
    assert seen(plan)[:3] == ("small", "month", "active")
    assert no_gaps()


def test_on_trial_the_package_changes_at_once_and_for_nothing(plan: PlatformSubscription) -> None:
    assert change_plan(plan.uuid, "large", "month", by=BY) is None
    assert (seen(plan)[0], bills()) == ("large", [])
    for sku, period in (("large", "month"), ("nothing", "month"), ("small", "week")):
        with pytest.raises(PackageRefused):
            change_plan(plan.uuid, sku, period, by=BY)


def test_a_voided_renewal_is_billed_anew(plan: PlatformSubscription, later: Any) -> None:
    later(15.1)
    void_bill(Bill.objects.get().uuid, "Wrong.", by=BY)
    assert plan.periods.get().status == PlatformPeriod.Status.DROPPED
    later(15.1 + 32)
    assert [status for _, status in bills()] == ["void", "open"]
    assert no_gaps()
