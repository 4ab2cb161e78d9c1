"""The tenant's own terms of billing services: its time zone, its days ahead and its days of patience."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from shared_apps.kernel.periods import GREGORIAN, JALALI, Anchor
from tenants.context import current_tenant

from .models import BillingSettings
from .queries import billing_settings


def zone() -> ZoneInfo:
    """Where the tenant's months begin at midnight."""
    return ZoneInfo(current_tenant().time_zone)


def renew_ahead() -> timedelta:
    """How long before a period's end the next one is invoiced."""
    return timedelta(days=billing_settings().renew_days_ahead)


def suspend_after() -> timedelta:
    """How long a service runs on past its due renewal."""
    return timedelta(days=billing_settings().suspend_after_days)


def end_after() -> timedelta | None:
    """How long after the due renewal an unpaid service ends for good; None: it stays suspended."""
    days = billing_settings().end_after_days
    return None if days is None else timedelta(days=days)


def anchor() -> str:
    """When the periods of a new service begin, as `kernel.periods.Anchor` reads it."""
    settings = billing_settings()
    kinds = BillingSettings.Anchor
    if settings.anchor == kinds.MONTH:
        return str(Anchor(GREGORIAN, settings.anchor_day))
    return str(Anchor(JALALI) if settings.anchor == kinds.JALALI_MONTH else Anchor())
