"""What was paid out to affiliates, from the ledger."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Sum
from django.utils import timezone

from shared_apps.kernel.money import Money
from shared_apps.ledger.models import AccountKind, EntryKind, Leg

from .spans import Span


def paid_out(tenant_id: int | None, span: Span, currency: str) -> Money:
    """By one tenant or by all, in a period of the reader's days. One query."""
    legs = Leg.objects.filter(
        entry__kind=EntryKind.WITHDRAWAL_PAID,
        entry__at__gte=_midnight(span, 0),
        entry__at__lt=_midnight(span, 1),
        account__kind=AccountKind.AFFILIATE_RESERVED,
        currency=currency,
    )
    if tenant_id is not None:
        legs = legs.filter(entry__tenant_id=tenant_id)
    return Money(int(legs.aggregate(sum=Sum("amount_minor", default=0))["sum"]), currency)


def _midnight(span: Span, after: int) -> datetime:
    day = span.last + timedelta(days=1) if after else span.first
    return timezone.make_aware(datetime.combine(day, time.min))
