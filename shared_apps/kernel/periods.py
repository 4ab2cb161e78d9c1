"""Months and years as calendars count them: in a time zone, from an origin, or from a fixed day of the month.

A month is counted from one origin, so that the 31st does not drift to the 28th for good; the hour is the wall
clock's in the tenant's time zone, so that a change of summer time moves nothing; a leap day falls where its
calendar puts it (REQUIREMENTS S1.8).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import jdatetime

MONTHS = {"month": 1, "year": 12}
_SECOND = timedelta(seconds=1)
ANNIVERSARY, GREGORIAN, JALALI = "anniversary", "gregorian", "jalali"


@dataclass(frozen=True, slots=True)
class Anchor:
    """When periods begin: on the service's own day, or for all on a day of the Gregorian or Jalali month."""

    kind: str = ANNIVERSARY
    day: int = 1

    @classmethod
    def read(cls, text: str) -> Anchor:
        """From `anniversary`, `gregorian:15`, `jalali:1`; what is none of these is the anniversary."""
        kind, _colon, day = text.partition(":")
        if kind not in {GREGORIAN, JALALI}:
            return cls()
        return cls(kind, min(max(int(day), 1), 31) if day.isdigit() else 1)

    def __str__(self) -> str:
        return self.kind if self.kind == ANNIVERSARY else f"{self.kind}:{self.day}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time that is paid at once. It costs `part/whole` of a period: less where it only leads to the anchor."""

    start: datetime
    end: datetime
    part: int = 1
    whole: int = 1

    @property
    def is_whole(self) -> bool:
        return self.part == self.whole


def period_end(start: datetime, period: str, count: int, zone: tzinfo = UTC) -> datetime:
    """The end of `count` periods (month, year) from `start`: 31 January + 1 month is the last of February.

    Days and hours are those of `zone`; the answer is in UTC.
    """
    local = start.astimezone(zone)
    return _at(_plus(local.date(), MONTHS[period] * count, GREGORIAN), local.time(), zone)


def first_stretch(start: datetime, period: str, zone: tzinfo = UTC) -> Stretch:
    """What an order pays: a whole period from the day on which it begins, whatever the anchor is."""
    return Stretch(start, period_end(start, period, 1, zone))


def next_stretch(
    start: datetime, period: str, anchor: Anchor, *, origin: datetime, count: int, zone: tzinfo = UTC
) -> Stretch:
    """What is paid from `start` on, after `count` periods from `origin`.

    By anniversary the next period of `origin`; else a whole period where `start` is the anchor's midnight, and
    otherwise the time to the anchor's next day, at its share by the second.
    """
    if anchor.kind == ANNIVERSARY:
        return Stretch(start, period_end(origin, period, count + 1, zone))
    today, months = start.astimezone(zone).date(), MONTHS[period]
    if start == _at(_with_day(today, anchor), time(), zone):
        return Stretch(start, _at(_plus(today, months, anchor.kind, anchor.day), time(), zone))
    upcoming = _with_day(today, anchor)
    if _at(upcoming, time(), zone) <= start:
        upcoming = _plus(today, 1, anchor.kind, anchor.day)
    end = _at(upcoming, time(), zone)
    began = _at(_plus(upcoming, -months, anchor.kind, anchor.day), time(), zone)
    return Stretch(start, end, seconds(start, end), seconds(began, end))


def seconds(start: datetime, end: datetime) -> int:
    """The whole seconds that pass between two moments, none where the second is earlier."""
    return max((end - start) // _SECOND, 0)


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    # An hour that the change to summer time leaves out becomes the one after it.
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def _with_day(day: date, anchor: Anchor) -> date:
    return _plus(day, 0, anchor.kind, anchor.day)


def _plus(day: date, months: int, calendar: str, wanted: int = 0) -> date:
    """So many months later, on the `wanted` day or the same one; the month's last where it has no such day."""
    here = jdatetime.date.fromgregorian(date=day) if calendar == JALALI else day
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    last = _days(year, month + 1, calendar)
    there = min(wanted or here.day, last)
    if calendar == JALALI:
        found: date = jdatetime.date(year, month + 1, there).togregorian()
        return found
    return date(year, month + 1, there)


def _days(year: int, month: int, calendar: str) -> int:
    if calendar == GREGORIAN:
        return monthrange(year, month)[1]
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if jdatetime.date(year, 1, 1).isleap() else 29
