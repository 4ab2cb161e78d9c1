"""What was paid out to affiliates, from the ledger: it belongs to a reseller and a day, to no product or country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from shared_apps.ledger.models import AccountKind, EntryKind, Leg

from .spans import Span

# By a key, what was paid out in the period and in the one before, in minor units.
PaidBy = Mapping[object, tuple[int, int]]
# What the bank returned was not paid out: it is taken off on the day on which it came back.
_PAID = Q(entry__kind=EntryKind.WITHDRAWAL_PAID, account__kind=AccountKind.AFFILIATE_RESERVED)
_RETURNED = Q(entry__kind=EntryKind.PAYOUT_RETURNED, account__kind=AccountKind.AFFILIATE_AVAILABLE)
# What payouts are known by.
PAID_BY = ("reseller", "when")


def paid_by(tenant_id: int | None, by: str, span: Span, currency: str) -> PaidBy:
    """By reseller or day of the reader; one sum of all for whatever else a report is arranged by. One query."""
    begin = _midnight(span.first)
    legs = _legs(tenant_id).filter(
        currency=currency,
        entry__at__gte=_midnight(span.before.first),
        entry__at__lt=_midnight(span.last + timedelta(days=1)),
    )
    legs = legs.annotate(when=TruncDate("entry__at"))
    sums = legs.values_list({"reseller": "entry__tenant_id", "when": "when"}.get(by, "currency")).annotate(
        now=Sum("amount_minor", filter=Q(entry__at__gte=begin), default=0),
        then=Sum("amount_minor", filter=Q(entry__at__lt=begin), default=0),
    )
    return {key: (int(now), int(then)) for key, now, then in sums}


def _legs(tenant_id: int | None) -> QuerySet[Leg]:
    legs = Leg.objects.filter(_PAID | _RETURNED, entry__kind__in=EntryKind.payouts()).order_by()
    if tenant_id is not None:
        return legs.filter(entry__tenant_id=tenant_id)
    return legs.filter(entry__tenant__is_probe=False, entry__tenant__kind="reseller")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
