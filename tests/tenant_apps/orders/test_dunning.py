"""On which days an unpaid invoice is spoken of, charged and made dearer: pure functions of its due date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.kernel.money import Money
from tenant_apps.orders.dunning import Kind, due, late_fee, mail_days, next_charge, plan, retry_days
from tenant_apps.orders.models import BillingSettings

DUE = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)


def days_of(settings: BillingSettings, kind: Kind, *, is_charged: bool = False) -> list[int]:
    return [step.days for step in plan(settings, DUE, "UTC", is_charged=is_charged) if step.kind is kind]


def test_a_tenant_begins_with_a_reminder_before_and_two_after() -> None:
    assert days_of(BillingSettings(), Kind.MAIL) == [-3, 1, 10]
    assert days_of(BillingSettings(), Kind.CHARGE) == []


def test_a_saved_card_is_charged_on_the_day_and_on_the_retry_days() -> None:
    settings = BillingSettings()
    assert days_of(settings, Kind.CHARGE, is_charged=True) == [0, 1, 3, 5, 7]
    # What failed on a retry day is told by the charge's own mail: the overdue mail of day 1 is left out.
    assert days_of(settings, Kind.MAIL, is_charged=True) == [-3, 10]


def test_the_late_fee_has_its_day() -> None:
    settings = BillingSettings(late_fee="percent", late_fee_bp=500, late_fee_after_days=5)
    assert days_of(settings, Kind.FEE) == [5]
    assert days_of(BillingSettings(), Kind.FEE) == []


def test_days_are_those_of_the_tenants_clock() -> None:
    # In Berlin summer time begins on 29 March 2026: 11:00 local is 10:00 UTC before and 09:00 after.
    [first, *_, last] = [
        step.at
        for step in plan(BillingSettings(), DUE, "Europe/Berlin", is_charged=True)
        if step.kind is Kind.CHARGE
    ]
    assert (first, last) == (DUE, DUE + timedelta(days=7) - timedelta(hours=1))


def test_after_a_standstill_one_charge_and_the_latest_mail_are_left() -> None:
    settings = BillingSettings(late_fee="amount", late_fee_minor=500, late_fee_after_days=2)
    charged = plan(settings, DUE, "UTC", is_charged=True)
    here = due(charged, since=DUE - timedelta(days=5), until=DUE + timedelta(days=4))
    # The reminder of day -3 is stale by then.
    assert (here.charge and here.charge.days, here.mail, here.fee and here.fee.days) == (3, None, 2)
    assert here.next_at == DUE + timedelta(days=5)
    over = due(charged, since=DUE + timedelta(days=30), until=DUE + timedelta(days=60))
    assert (over.charge, over.mail, over.fee, over.next_at) == (None, None, None, None)


def test_the_next_try_is_named_and_there_is_a_last_one() -> None:
    charged = plan(BillingSettings(), DUE, "UTC", is_charged=True)
    assert next_charge(charged, DUE) == DUE + timedelta(days=1)
    assert next_charge(charged, DUE + timedelta(days=7)) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [([7, 1, 1, 3], [1, 3, 7]), ([0, -2, 400], []), ("1,3", []), ([True, 2.5, "4", None], [])],
)
def test_only_days_count_as_retry_days(written: Any, meant: list[int]) -> None:
    assert retry_days(BillingSettings(retry_days=written)) == meant


@pytest.mark.parametrize(
    "row",
    [{"days": 1}, {"days": "1", "mail": "payment_overdue"}, {"days": 1, "mail": "x"}, 7, {"mail": None}],
)
def test_a_step_that_is_none_is_left_out(row: Any) -> None:
    assert mail_days(BillingSettings(dunning=[row])) == []


@pytest.mark.parametrize(
    ("settings", "owed", "fee"),
    [
        ({"late_fee": "none", "late_fee_bp": 500}, Money(10_000, "TRY"), 0),
        # 5 % of 99.99 is 4.9995: rounded half up.
        ({"late_fee": "percent", "late_fee_bp": 500}, Money(9_999, "TRY"), 500),
        ({"late_fee": "amount", "late_fee_minor": 2_500}, Money(9_999, "TRY"), 2_500),
        # A fixed amount is in the tenant's own money.
        ({"late_fee": "amount", "late_fee_minor": 2_500}, Money(9_999, "USD"), 0),
    ],
)
def test_the_late_fee_is_fixed_or_a_part(settings: dict[str, Any], owed: Money, fee: int) -> None:
    assert late_fee(BillingSettings(**settings), owed, "TRY") == Money(fee, owed.currency)
