"""Calendars of the readers: Jalali in Persian, Buddhist years in Thai, Gregorian otherwise."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

import jdatetime
from babel.dates import get_day_names, get_month_names

from branding.formats.digits import language

BUDDHIST_OFFSET = 543
JALALI_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip

CALENDARS = {"fa": "persian", "th": "buddhist"}


class CalendarDay(NamedTuple):
    year: int
    month: int
    day: int


def calendar_of(lang: str | None = None) -> str:
    """The calendar of a language, by its Unicode name: persian, buddhist or gregory."""
    return CALENDARS.get(language(lang), "gregory")


def in_calendar(day: dt.date, lang: str | None = None) -> CalendarDay:
    """Year, month and day as the reader counts them."""
    calendar = calendar_of(lang)
    if calendar == "persian":
        jalali = jdatetime.date.fromgregorian(date=day)
        return CalendarDay(jalali.year, jalali.month, jalali.day)
    offset = BUDDHIST_OFFSET if calendar == "buddhist" else 0
    return CalendarDay(day.year + offset, day.month, day.day)


def from_calendar(year: int, month: int, day: int, calendar: str) -> dt.date:
    """The Gregorian date of a day in a calendar. Raises ValueError when there is no such day."""
    if calendar == "persian":
        return jdatetime.date(year, month, day).togregorian()  # type: ignore[no-any-return]
    offset = BUDDHIST_OFFSET if calendar == "buddhist" else 0
    return dt.date(year - offset, month, day)


def month_name(month: int, width: str, lang: str | None = None) -> str:
    """The name of a month of the reader's calendar; `width` is wide or abbreviated."""
    if calendar_of(lang) == "persian":
        return JALALI_MONTHS[month - 1]
    return _gregorian_months(width, language(lang))[month - 1]


def weekday_name(day: dt.date, lang: str | None = None) -> str:
    return _weekdays(language(lang))[day.weekday()]


@lru_cache(maxsize=16)
def _gregorian_months(width: str, lang: str) -> tuple[str, ...]:
    names = get_month_names(width, locale=lang)  # type: ignore[arg-type]
    return tuple(names[month] for month in range(1, 13))


@lru_cache(maxsize=8)
def _weekdays(lang: str) -> tuple[str, ...]:
    names = get_day_names("wide", locale=lang)
    return tuple(names[weekday] for weekday in range(7))
