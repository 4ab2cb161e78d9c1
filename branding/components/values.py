"""Single values: money, numbers, dates, states, people."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString

from branding import formats
from branding.components.statuses import badge_of
from branding.formats.amounts import Amount

HUES = 12
NOTHING = "–"

Numeric = int | float | Decimal


def money(value: Amount | None, trim: bool = False) -> SafeString:
    """An exact amount, kept in one piece inside text of either direction."""
    text = NOTHING if value is None else formats.money(value, trim=trim)
    return format_html('<bdi class="num nowrap">{}</bdi>', text)


def money_compact(value: Amount | None) -> SafeString:
    """An amount for a key figure, with its unit set smaller."""
    return _with_unit(*(formats.compact_money(value) if value is not None else (NOTHING, "")))


def number(value: Numeric | None, places: int | None = None, compact: bool = False) -> SafeString:
    if value is None or value == "":
        return format_html("{}", NOTHING)
    if compact:
        return _with_unit(*formats.compact(value))
    return format_html('<bdi class="num">{}</bdi>', formats.number(value, places))


def percent(value: Numeric, places: int | None = None, sign: bool = False) -> SafeString:
    """A percentage, `value` in per cent; `sign` shows a plus."""
    return format_html('<bdi class="num">{}</bdi>', formats.percent(value, places, sign=sign))


def date(value: dt.date | None, style: str = "medium") -> SafeString:
    """A day or moment as <time>, in the reader's calendar and time zone.

    Styles: see `branding.formats.date`.
    """
    if not value:
        return format_html("{}", NOTHING)
    return format_html(
        '<time datetime="{}" class="nowrap">{}</time>', value.isoformat(), formats.date(value, style)
    )


def ago(value: dt.datetime | None) -> SafeString:
    """How long ago, with the exact moment on hover."""
    if not value:
        return format_html("{}", NOTHING)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        formats.date(value, "datetime"),
        formats.ago(value),
    )


def status(subject: object, label: str = "", tone: str = "") -> SafeString:
    """The badge of a state or of an object with a `status`."""
    badge = badge_of(subject)
    return format_html('<span class="badge {}">{}</span>', tone or badge.tone, label or badge.label)


def avatar(name: object, cls: str = "") -> SafeString:
    """The first letter on a colour that is always the same for a name.

    Its name must stand beside it as text.
    """
    text = str(name).strip()
    hue = crc32(text.encode()) % HUES
    return format_html(
        '<span class="avatar hue-{} {}" aria-hidden="true">{}</span>', hue, cls, text[:1].upper() or "?"
    )


def _with_unit(figures: str, unit: str) -> SafeString:
    if not unit:
        return format_html('<bdi class="nowrap">{}</bdi>', figures)
    return format_html('<bdi class="nowrap">{} <span class="unit">{}</span></bdi>', figures, unit)


def can(person: Any, permission: str) -> bool:
    """Whether the signed-in person holds a permission; nobody else holds any."""
    return bool(getattr(person, "is_authenticated", False) and person.can(permission))
