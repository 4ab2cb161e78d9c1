"""Reads a date that a person typed in their own calendar and digits."""

import datetime as dt
import re

from branding.formats.calendars import calendar_of, from_calendar
from branding.formats.digits import ascii_digits, language

TYPED = re.compile(r"(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})")

LAST_JALALI_YEAR = 1600
FIRST_BUDDHIST_YEAR = 2300
EARLIEST, LATEST = 1800, 2300


class InvalidDate(ValueError):
    """The text is no date, or no day of any calendar that the reader uses."""


def parse_date(text: str, lang: str | None = None) -> dt.date:
    """The day that was typed: year first in every language, or day first (month first in English).

    A year tells its calendar: 1405 is Jalali, 2569 Buddhist, 2026 Gregorian. A Jalali or Buddhist year is
    taken only
    from readers of that calendar. Years need four digits, so that 05/04/03 is refused instead of guessed.
    """
    typed = TYPED.fullmatch(ascii_digits(text))
    if typed is None:
        raise InvalidDate(text)
    first, second, third = typed.groups()
    year, month, day = _ordered(first, second, third, lang)
    try:
        found = from_calendar(year, month, day, _calendar_of_year(year, lang))
    except ValueError as error:
        raise InvalidDate(text) from error
    if not EARLIEST <= found.year <= LATEST:
        raise InvalidDate(text)
    return found


def _ordered(first: str, second: str, third: str, lang: str | None) -> tuple[int, int, int]:
    if len(first) == 4 and len(third) <= 2:
        return int(first), int(second), int(third)
    if len(third) != 4 or len(first) > 2:
        raise InvalidDate(f"{first}/{second}/{third}")
    if language(lang) == "en":
        return int(third), int(first), int(second)
    return int(third), int(second), int(first)


def _calendar_of_year(year: int, lang: str | None) -> str:
    calendar = calendar_of(lang)
    if calendar == "persian" and year <= LAST_JALALI_YEAR:
        return calendar
    if calendar == "buddhist" and year >= FIRST_BUDDHIST_YEAR:
        return calendar
    return "gregory"
