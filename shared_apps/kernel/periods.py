"""Months and years counted from one day, so that the 31st does not drift to the 28th for good."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

_MONTHS = {"month": 1, "year": 12}


def period_end(start: datetime, period: str, count: int) -> datetime:
    """The end of `count` periods (month, year) from `start`: 31 January + 1 month is the last of February."""
    months = start.year * 12 + start.month - 1 + _MONTHS[period] * count
    year, month = divmod(months, 12)
    day = min(start.day, monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)
