"""What lists of bills and of payments are narrowed by; what makes no sense narrows nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import QueryDict

from branding.formats import InvalidDate, parse_date
from shared_apps.kernel.clock import now

from .models import Bill, BillKind, BillStatus, Transfer, TransferKind


@dataclass(frozen=True, slots=True)
class BillFilter:
    """By state (`overdue` too), kind, and the beginning of a number or a part of a reseller's name."""

    status: str = ""
    kind: str = ""
    text: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> BillFilter:
        status, kind = query.get("status", ""), query.get("kind", "")
        return cls(
            status if status in {*BillStatus.values, "overdue"} else "",
            kind if kind in BillKind.values else "",
            query.get("q", "").replace("\x00", "").strip()[:100],
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.status or self.kind or self.text)

    def of(self, rows: QuerySet[Bill]) -> QuerySet[Bill]:
        if self.status == "overdue":
            rows = rows.filter(status=BillStatus.OPEN, due_at__lt=now())
        elif self.status:
            rows = rows.filter(status=self.status)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.text:
            rows = rows.filter(Q(number__istartswith=self.text) | Q(tenant__name__icontains=self.text))
        return rows


@dataclass(frozen=True, slots=True)
class TransferFilter:
    """By kind and by days of the reader's calendar, both inclusive, in UTC."""

    kind: str = ""
    first: date | None = None
    last: date | None = None

    @classmethod
    def read(cls, query: QueryDict) -> TransferFilter:
        kind = query.get("kind", "")
        return cls(
            kind if kind in TransferKind.values else "", _day(query.get("from")), _day(query.get("to"))
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.kind or self.first or self.last)

    def of(self, rows: QuerySet[Transfer]) -> QuerySet[Transfer]:
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.first:
            rows = rows.filter(at__gte=datetime.combine(self.first, time(), UTC))
        if self.last:
            rows = rows.filter(at__lt=datetime.combine(self.last + timedelta(days=1), time(), UTC))
        return rows


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except InvalidDate:
        return None
