"""Upgrades, downgrades, seats, periods: what is shown is what is billed. Amounts in kuruş, the arithmetic beside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.catalog.models import Plan
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind, AccountName, balance
from tenant_apps.clients.portal import PortalSettings, SwitchedOff
from tenant_apps.orders.changing import ChangeWish
from tenant_apps.orders.errors import (
    ChangeDiffers,
    NothingChanges,
    PaymentUnderWay,
    PlanDoesNotFit,
    QuantityOutOfRange,
    ServiceNotRunning,
)
from tenant_apps.orders.models import BillingSettings, CreditNote, Invoice, Service, ServiceChange
from tenant_apps.orders.quoting import whole_quantity
from tenant_apps.orders.verbs import cancel_change, change_service, preview_change, renew_early
from tenant_apps.orders.verbs.cancel import cancel_service
from tenant_apps.pricing.models import PriceSettings, TaxRule
from tenant_apps.storefront.verbs import put_offer
from tenants.context import acting_on_shared_data
from tests.tenant_apps.orders.month import change, on, pay, service, shelves, start, wish
from tests.tenant_apps.orders.stage import BY

__all__ = ["on", "service", "shelves", "start"]

MARCH_11 = datetime(2026, 3, 11, tzinfo=UTC)
APRIL_1 = datetime(2026, 4, 1, tzinfo=UTC)
CARL = Actor.person("00000000-0000-0000-0000-000000000001", "Carl", is_client=True)


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


def amounts(quote: Any) -> list[int]:
    return [one.price.minor for one in quote.lines]


def fresh(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def credit_of(service: Service) -> int:
    return balance(AccountName(AccountKind.CLIENT_CREDIT, str(service.client.uuid)), "TRY").minor


def test_an_upgrade_is_billed_as_it_was_shown_and_happens_when_paid(service: Service, on: Any) -> None:
    on(MARCH_11)
    shown, made = change(service, wish("pro-m"), by=CARL)
    # 10 of 31 days used: 100.00 − 32.26 = 67.74 back, 250.00 − 80.65 = 169.35 to pay: 101.61.
    assert amounts(shown) == [-6774, 16_935]
    assert shown.due_now == lira(10_161) and shown.is_now
    assert (shown.next_renewal, shown.next_renewal_at) == (lira(25_000), APRIL_1)
    invoice = Invoice.objects.get(cause="change")
    assert invoice.total == shown.due_now
    assert [line.unit_minor for line in invoice.lines.order_by("pk")] == [-6774, 16_935]
    # Wholesale likewise: 65.00 − 20.97 = 44.03 back, 150.00 − 48.39 = 101.61.
    assert [line.wholesale_minor for line in invoice.lines.order_by("pk")] == [-4403, 10_161]
    assert (fresh(service).sku, made.status) == ("hosting-m", "waiting")
    pay(invoice)
    changed = fresh(service)
    assert (changed.sku, changed.price, changed.paid_until) == ("pro-m", lira(25_000), APRIL_1)
    assert ServiceChange.objects.get().status == "done"
    assert [one.operation for one in changed.operations.order_by("pk")] == ["create", "change"]


def test_up_and_down_again_gives_back_what_was_asked(service: Service, on: Any) -> None:
    on(MARCH_11)
    change(service, wish("pro-m"))
    pay(Invoice.objects.get(cause="change"))
    shown, made = change(service, wish("hosting-m", when="now"))
    assert shown.due_now == lira(-10_161)
    assert (shown.to_credit, made.status) == (lira(10_161), "done")
    assert fresh(service).sku == "hosting-m"
    assert abs(credit_of(service)) == 10_161
    assert not Invoice.objects.filter(cause="change", status="open").exists()


def test_a_downgrade_waits_for_the_renewal_and_can_be_cancelled(service: Service, on: Any) -> None:
    on(MARCH_11)
    change(service, wish("pro-m"))
    pay(Invoice.objects.get(cause="change"))
    shown, made = change(service, wish("hosting-m"), by=CARL)
    assert (shown.is_now, shown.lines, shown.at) == (False, (), APRIL_1)
    assert made.status == "scheduled"
    assert fresh(service).price == lira(10_000)
    cancel_change(made, by=CARL)
    assert fresh(service).price == lira(25_000)
    change(service, wish("hosting-m"), by=CARL)
    on(APRIL_1 - timedelta(days=6))
    renewal = Invoice.objects.get(cause="renewal")
    assert renewal.total == lira(10_000)
    pay(renewal)
    assert fresh(service).sku == "pro-m"
    on(APRIL_1 + timedelta(minutes=1))
    after = fresh(service)
    assert (after.sku, after.paid_until) == ("hosting-m", datetime(2026, 5, 1, tzinfo=UTC))


def test_a_month_becomes_a_year_at_once(service: Service, on: Any) -> None:
    on(MARCH_11)
    shown, _made = change(service, wish("hosting-y"), by=CARL)
    # 67.74 of the month come back, a year of 1,000.00 begins.
    assert amounts(shown) == [-6774, 100_000]
    assert shown.next_renewal_at == datetime(2027, 3, 11, tzinfo=UTC)
    pay(Invoice.objects.get(cause="change"))
    after = fresh(service)
    assert (after.period, after.paid_until) == ("year", datetime(2027, 3, 11, tzinfo=UTC))


def test_a_year_becomes_a_month_with_its_renewal(start: Any, on: Any) -> None:
    service = start("hosting-y")
    on(MARCH_11)
    shown, _made = change(service, wish("hosting-m"), by=CARL)
    assert (shown.is_now, shown.at) == (False, datetime(2027, 3, 1, tzinfo=UTC))
    on(datetime(2027, 2, 25, tzinfo=UTC))
    pay(Invoice.objects.get(cause="renewal", total_minor=10_000))
    on(datetime(2027, 3, 2, tzinfo=UTC))
    after = fresh(service)
    assert (after.sku, after.period) == ("hosting-m", "month")
    assert after.paid_until == datetime(2027, 4, 1, tzinfo=UTC)


def test_seats_and_add_ons_keep_the_price_they_had(start: Any, on: Any) -> None:
    service = start("mail-m", 5)
    put_offer("mail-m", lira(5000), by=BY)
    on(MARCH_11)
    shown, _made = change(service, ChangeWish(None, 8), by=CARL)
    # 5 × 40.00 = 200.00 − 64.52 = 135.48 back; 8 × 40.00 = 320.00 − 103.23 = 216.77: the old price stays.
    assert amounts(shown) == [-13_548, 21_677]
    assert shown.next_renewal == lira(32_000)


def test_an_add_on_joins_for_the_rest_of_the_period(service: Service, on: Any) -> None:
    on(MARCH_11)
    shown, _made = change(service, wish("hosting-m", 1, "backups-m"), by=CARL)
    # 20.00 − 6.45 = 13.55; the plan stays as it is.
    assert amounts(shown) == [1355]
    pay(Invoice.objects.get(cause="change"))
    assert [one.sku for one in fresh(service).current_items] == ["hosting-m", "backups-m"]


def test_what_is_paid_ahead_is_prorated_period_by_period(service: Service, on: Any) -> None:
    on(MARCH_11)
    pay(renew_early(service, by=BY))
    assert fresh(service).paid_until == datetime(2026, 5, 1, tzinfo=UTC)
    shown, _made = change(service, wish("pro-m"), by=CARL)
    # The rest of March and all of April: −67.74 −100.00 +169.35 +250.00.
    assert amounts(shown) == [-6774, -10_000, 16_935, 25_000]


def test_to_a_cheaper_year_waits_for_the_renewal(start: Any, on: Any) -> None:
    service = start("pro-m", 10)
    on(MARCH_11)
    # 1,693.55 is left of March: more than the 1,000.00 of a year, so it is no upgrade.
    shown = preview_change(service, wish("hosting-y"), by=CARL)
    assert (shown.is_now, shown.may_choose, shown.to_credit) == (False, False, lira(0))


def test_seats_stay_within_the_catalogues_limits_when_the_plan_is_hidden(service: Service) -> None:
    with acting_on_shared_data():
        Plan.objects.filter(sku="hosting-m").update(max_quantity=3)
    with pytest.raises(QuantityOutOfRange):
        preview_change(service, ChangeWish(None, 5), by=CARL)
    assert preview_change(service, ChangeWish(None, 2), by=CARL).plan.quantity == 2


def test_confirmed_twice_it_is_one_change(service: Service, on: Any) -> None:
    on(MARCH_11)
    wanted = wish("pro-m")
    token = preview_change(service, wanted, by=CARL).token
    made = {change_service(service, wanted, shown=token, by=CARL).pk for _ in range(2)}
    assert len(made) == 1 and Invoice.objects.filter(cause="change").count() == 1


@pytest.mark.parametrize("fault", ["price", "wish", "late", "forged", "changed"])
def test_what_is_not_as_shown_is_not_made(service: Service, on: Any, fault: str) -> None:
    """RELIABILITY 24: a tampered wish, another price, an old or forged quote."""
    on(MARCH_11)
    wanted = wish("pro-m")
    token = preview_change(service, wanted, by=CARL).token
    if fault == "price":
        put_offer("pro-m", lira(26_000), by=BY)
    elif fault == "late":
        on(MARCH_11 + timedelta(hours=1))
    elif fault == "changed":
        change(service, wish("hosting-m", 1, "backups-m"))
        pay(Invoice.objects.get(cause="change"))
    sent = wish("pro-m", 2) if fault == "wish" else wanted
    with pytest.raises(ChangeDiffers):
        change_service(service, sent, shown="x" if fault == "forged" else token, by=CARL)
    assert fresh(service).sku == "hosting-m"


def test_refusals(service: Service, start: Any, on: Any) -> None:
    on(MARCH_11)
    with pytest.raises(NothingChanges):
        preview_change(service, wish("hosting-m"), by=CARL)
    with pytest.raises(PlanDoesNotFit):
        preview_change(service, wish("training"), by=CARL)
    with pytest.raises(Exception, match="whole number"):
        preview_change(service, ChangeWish(None, whole_quantity(0)), by=CARL)
    PortalSettings.objects.create(pk=1, may_upgrade=False)
    with pytest.raises(SwitchedOff):
        preview_change(service, wish("pro-m"), by=CARL)
    assert preview_change(service, wish("pro-m"), by=BY).due_now == lira(10_161)
    Service.objects.filter(pk=service.pk).update(status="suspended")
    with pytest.raises(ServiceNotRunning):
        preview_change(fresh(service), wish("pro-m"), by=BY)


def test_the_tenant_says_when_and_a_trial_changes_at_once_for_nothing(start: Any, on: Any) -> None:
    trial = start("mail-m", 2, skip_trial=False)
    assert trial.status == "trial"
    shown, made = change(trial, ChangeWish(None, 3), by=CARL)
    assert (shown.due_now, made.status, fresh(trial).quantity) == (lira(0), "done", 3)
    service = start()
    BillingSettings.objects.create(pk=1, upgrades="renewal", downgrades="choice")
    assert not preview_change(service, wish("pro-m", when="now"), by=CARL).is_now
    assert preview_change(service, wish("pro-m", when="now"), by=BY).is_now


def test_an_open_renewal_is_withdrawn_and_asked_for_anew(service: Service, on: Any) -> None:
    on(APRIL_1 - timedelta(days=5))
    first = Invoice.objects.get(cause="renewal")
    change(service, wish("pro-m"), by=CARL)
    first.refresh_from_db()
    assert first.status == "void"
    pay(Invoice.objects.get(cause="change"))
    assert Invoice.objects.get(cause="renewal", status="open").total == lira(25_000)


def test_a_change_that_nobody_pays_is_dropped(service: Service, on: Any) -> None:
    on(MARCH_11)
    _shown, made = change(service, wish("pro-m"), by=CARL)
    with pytest.raises(PaymentUnderWay):
        renew_early(service, by=CARL)
    on(APRIL_1 - timedelta(days=2))
    made.refresh_from_db()
    assert (made.status, Invoice.objects.get(cause="change").status) == ("cancelled", "void")
    assert Invoice.objects.get(cause="renewal").total == lira(10_000)


@pytest.mark.parametrize(("first", "then"), [(2000, 3000), (2000, 0), (0, 2000)])
@pytest.mark.parametrize("is_inclusive", [False, True])
def test_what_is_given_back_of_time_bears_the_tax_that_was_paid_for_it(
    start: Any, on: Any, first: int, then: int, is_inclusive: bool
) -> None:
    """S1.10: up, and out: never more tax goes back than came in, and of equal time the same."""
    PriceSettings.objects.create(pk=1, prices_include_tax=is_inclusive)
    rule = TaxRule.objects.create(name="VAT", basis_points=first)
    service = start()
    TaxRule.objects.filter(pk=rule.pk).update(basis_points=then)
    on(MARCH_11)
    shown, _made = change(service, wish("pro-m"))
    assert [one.rate.basis_points for one in shown.lines] == [first, then]
    pay(Invoice.objects.get(cause="change"))
    TaxRule.objects.filter(pk=rule.pk).update(basis_points=9000)
    cancel_service(fresh(service), now_at_once=True, gives_back=True, reason="", by=BY)
    note = CreditNote.objects.get()
    assert {line.tax_bp for line in note.lines.all()} == {then}
    paid = sum(Invoice.objects.exclude(status="void").values_list("tax_minor", flat=True))
    assert note.tax_minor <= paid
    assert (
        note.lines.get().tax_minor
        == Invoice.objects.get(cause="change").lines.get(unit_minor__gt=0).tax_minor
    )
