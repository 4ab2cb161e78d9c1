"""Dates and times on the page, in the reader's calendar, digits and time zone."""

import datetime as dt

from babel.dates import format_timedelta
from django.utils import timezone
from django.utils.translation import gettext

from branding.formats.calendars import calendar_of, in_calendar, month_name, weekday_name
from branding.formats.digits import language, local_digits

__all__ = ["ago", "calendar_of", "date", "entry_date", "month_of", "time_of"]

RELATIVE_UNTIL = dt.timedelta(days=30)
LONG = {
    "en": "{weekday}, {month} {day}, {year}",
    "fa": "{weekday} {day} {month} {year}",
    "tr": "{day} {month} {year} {weekday}",
    "th": "{weekday}ที่ {day} {month} {year}",
}


def date(value: dt.date, style: str = "medium", lang: str | None = None) -> str:
    """A day as text. Moments are shown in the active time zone.

    Styles: numeric, short (no year), medium, long (with the weekday), month (its name), month_year, time,
    datetime.
    """
    if style == "datetime":
        return f"{date(value, 'medium', lang)}{_comma(lang)} {time_of(value, lang)}"
    if style == "time":
        return time_of(value, lang)
    return local_digits(_day_text(_day(value), style, language(lang)), lang)


def time_of(value: dt.date, lang: str | None = None) -> str:
    """Hours and minutes of a moment, on the 24-hour clock; midnight for a plain date."""
    local = _local(value)
    return local_digits(f"{local:%H:%M}" if isinstance(local, dt.datetime) else "00:00", lang)


def ago(value: dt.datetime, now: dt.datetime | None = None, lang: str | None = None) -> str:
    """How long ago or how soon; beyond a month, the date itself."""
    distance = value - (now or timezone.now())
    if abs(distance) > RELATIVE_UNTIL:
        return date(value, "medium", lang)
    if abs(distance) < dt.timedelta(minutes=1):
        return gettext("just now")
    text = format_timedelta(distance, add_direction=True, threshold=0.9, locale=language(lang))
    return local_digits(text, lang)


def month_of(value: dt.date, lang: str | None = None) -> tuple[int, int]:
    """Year and month of a day in the reader's calendar: the bucket of a chart or a report."""
    year, month, _day_of_month = in_calendar(_day(value), lang)
    return year, month


def entry_date(value: dt.date, lang: str | None = None) -> str:
    """A day as a date field shows it: year first, so that it cannot be read the other way round."""
    year, month, day = in_calendar(_day(value), lang)
    mark = "-" if language(lang) == "en" else "/"
    return local_digits(f"{year:04d}{mark}{month:02d}{mark}{day:02d}", lang)


def _day_text(day: dt.date, style: str, lang: str) -> str:
    year, month, of_month = in_calendar(day, lang)
    if style == "numeric":
        return entry_date(day, lang)
    if style == "month":
        return month_name(month, "abbreviated", lang)
    if style == "month_year":
        return f"{month_name(month, 'wide', lang)} {year}"
    if style == "long":
        name = month_name(month, "wide", lang)
        return LONG.get(lang, LONG["en"]).format(
            weekday=weekday_name(day, lang), day=of_month, month=name, year=year
        )
    name = month_name(month, "abbreviated", lang)
    short = f"{name} {of_month}" if lang == "en" else f"{of_month} {name}"
    return short if style == "short" else f"{short}{',' if lang == 'en' else ''} {year}"


def _comma(lang: str | None) -> str:
    return {"fa": "،", "th": ""}.get(language(lang), ",")


def _local(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _day(value: dt.date) -> dt.date:
    local = _local(value)
    return local.date() if isinstance(local, dt.datetime) else local
