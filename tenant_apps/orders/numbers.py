"""The numbers of invoices and credit notes, as the tenant wants them to look."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from branding.formats.calendars import in_calendar
from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from .models import BillingSettings, NumberSequence


def take_invoice_number(settings: BillingSettings) -> str:
    """The next invoice number, without gaps in its year; in the transaction that uses it."""
    return _take("invoice", settings.invoice_prefix, settings)


def take_credit_note_number(settings: BillingSettings) -> str:
    """The next credit note's number, of a series of its own."""
    return _take("credit_note", settings.credit_note_prefix, settings)


def numbered(settings: BillingSettings, prefix: str, year: int, last: int) -> str:
    """A number as it looks: prefix, year, separator, and the count with leading zeros."""
    return f"{prefix}{year}{settings.number_separator}{last:0{settings.number_digits}}"


def year_of(settings: BillingSettings, day: date) -> int:
    """The year that a day belongs to, in the calendar of the tenant's books."""
    is_jalali = settings.number_calendar == BillingSettings.Calendar.JALALI
    return in_calendar(day, "fa" if is_jalali else "en").year


def _take(series: str, prefix: str, settings: BillingSettings) -> str:
    year = year_of(settings, _today())
    return numbered(settings, prefix, year, NumberSequence.take(series, year))


def _today() -> date:
    """The day it is where the tenant is: a bill of New Year's night is of the new year there."""
    return timezone.localdate(now(), timezone=ZoneInfo(current_tenant().time_zone))
