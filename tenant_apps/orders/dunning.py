"""When an unpaid invoice is spoken of, charged again and made dearer: pure functions of its due date.

A tenant chooses the days (`BillingSettings`); the words of each mail are those of the editor of mail texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from shared_apps.kernel.money import Money

from .models import BillingSettings

MAILS = ("payment_reminder", "payment_overdue", "payment_overdue_last")
EARLIEST, LATEST = -60, 365


class Kind(StrEnum):
    """What happens on a day."""

    CHARGE = "charge"
    MAIL = "mail"
    FEE = "fee"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One thing on one day. `days` after the due date (before it where negative), `mail` where it is a mail."""

    at: datetime
    kind: Kind
    days: int
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What of a plan is to be done now: one charge at most, the latest of its mails, the fee, and when to come back."""

    charge: Step | None
    mail: Step | None
    fee: Step | None
    next_at: datetime | None


def plan(settings: BillingSettings, due_at: datetime, zone: str, *, is_charged: bool) -> list[Step]:
    """Every step for an invoice due then, in order.

    `is_charged`: a saved card is charged by itself, on the day it is due and on each of the retry days. A mail
    of those days would say what the card's own mail says, so it is left out; those before and after stay.
    """
    tries = [0, *retry_days(settings)] if is_charged else []
    steps = [Step(_day(due_at, days, zone), Kind.CHARGE, days) for days in tries]
    for days, mail in mail_days(settings):
        if not (is_charged and 0 <= days <= max(tries)):
            steps.append(Step(_day(due_at, days, zone), Kind.MAIL, days, mail))
    if settings.late_fee != BillingSettings.LateFee.NONE:
        after = settings.late_fee_after_days
        steps.append(Step(_day(due_at, after, zone), Kind.FEE, after))
    return sorted(steps)


def due(steps: Sequence[Step], *, since: datetime, until: datetime) -> Due:
    """What has come up after `since` and not after `until`. After a standstill nobody is written to twice."""
    open_ones = [step for step in steps if since < step.at <= until and not _is_stale(step, until)]
    later = [step.at for step in steps if step.at > until]
    return Due(
        _last(open_ones, Kind.CHARGE),
        _last(open_ones, Kind.MAIL),
        _last(open_ones, Kind.FEE),
        min(later, default=None),
    )


def next_charge(steps: Iterable[Step], after: datetime) -> datetime | None:
    """When the card is tried again; None after the last time."""
    return min((step.at for step in steps if step.kind is Kind.CHARGE and step.at > after), default=None)


def retry_days(settings: BillingSettings) -> list[int]:
    """On which days after the due date a charge that failed is tried again: whole numbers, each once."""
    return sorted({day for day in _whole(settings.retry_days) if 0 < day <= LATEST})


def mail_days(settings: BillingSettings) -> list[tuple[int, str]]:
    """Which mail goes out on which day, one a day; what was written otherwise counts for nothing."""
    rows = settings.dunning if isinstance(settings.dunning, list) else []
    found = {
        row["days"]: row["mail"]
        for row in rows
        if isinstance(row, dict) and row.get("mail") in MAILS and _is_day(row.get("days"))
    }
    return sorted(found.items())


def late_fee(settings: BillingSettings, owed: Money, own_currency: str) -> Money:
    """What is added to an invoice of which so much is owed; nothing where the amount is of another currency."""
    if settings.late_fee == BillingSettings.LateFee.PERCENT:
        return owed.share(settings.late_fee_bp)
    is_ours = settings.late_fee == BillingSettings.LateFee.AMOUNT and owed.currency == own_currency
    return Money(settings.late_fee_minor if is_ours else 0, owed.currency)


def _day(due_at: datetime, days: int, zone: str) -> datetime:
    """So many days later on the tenant's own clock, be there a change to summer time between."""
    local = due_at.astimezone(ZoneInfo(zone))
    return (local + timedelta(days=days)).astimezone(due_at.tzinfo)


def _is_stale(step: Step, until: datetime) -> bool:
    """A reminder of a day to come says nothing once that day is there."""
    return step.kind is Kind.MAIL and step.days < 0 and step.at - timedelta(days=step.days) <= until


def _last(steps: Sequence[Step], kind: Kind) -> Step | None:
    return max((step for step in steps if step.kind is kind), default=None)


def _whole(values: Any) -> list[int]:
    found = values if isinstance(values, list) else []
    return [one for one in found if isinstance(one, int) and not isinstance(one, bool)]


def _is_day(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and EARLIEST <= value <= LATEST
