"""Periods of a report in the reader's own calendar, and the one before each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from branding import formats
from branding.formats.calendars import calendar_of, from_calendar, in_calendar

MONTHS = {"month": 1, "quarter": 3, "year": 12}
LABELS = (("month", _("Month")), ("quarter", _("Quarter")), ("year", _("Year")), ("custom", _("Days")))
CUSTOM = "custom"
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both in it. `kind`: month, quarter, year or custom."""

    kind: str
    first: date
    last: date

    @property
    def before(self) -> Span:
        """As long, and ends the day before this begins."""
        if self.kind == CUSTOM:
            length = self.last - self.first
            return Span(CUSTOM, self.first - _ONE - length, self.first - _ONE)
        return span_of(self.kind, self.first - _ONE)

    @property
    def after(self) -> Span:
        return span_of(self.kind, self.last + _ONE)

    @property
    def label(self) -> str:
        if self.kind == "month":
            return formats.date(self.first, "month_year")
        return f"{formats.date(self.first)} – {formats.date(self.last)}"

    @property
    def query(self) -> dict[str, str]:
        """What stands in addresses for it."""
        if self.kind == CUSTOM:
            return {"period": CUSTOM, "since": self.first.isoformat(), "until": self.last.isoformat()}
        return {"period": self.kind, "at": self.first.isoformat()}


def span_of(kind: str, day: date) -> Span:
    """The month, quarter or year of the reader's calendar that a day lies in."""
    months = MONTHS[kind]
    there = in_calendar(day)
    begin = (there.month - 1) // months * months + 1
    year, month = (there.year, begin + months) if begin + months <= 12 else (there.year + 1, 1)
    calendar = calendar_of()
    return Span(
        kind, from_calendar(there.year, begin, 1, calendar), from_calendar(year, month, 1, calendar) - _ONE
    )
