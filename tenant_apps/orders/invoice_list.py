"""The office's list of invoices: what it is narrowed by, in which order, and as a table to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from branding import formats
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenant_apps.clients.queries import clients_like
from tenant_apps.clients.typed import typed

from .models import Invoice
from .queries import numbered

SORTS = {"issued": "issued_at", "due": "due_at", "total": "total_minor"}
MOST_EXPORTED = 20_000


def listed_invoices(query: QueryDict) -> QuerySet[Invoice]:
    """The invoices that a query string asks for; what it says without sense narrows nothing."""
    invoices = _of_state(Invoice.objects.select_related("client"), str(query.get("status", "")))
    text = typed(query, "q")
    if text:
        clients = clients_like(text).values("pk")
        invoices = invoices.filter(numbered(text) | Q(client__in=clients))
    if query.get("cause") in Invoice.Cause.values:
        invoices = invoices.filter(cause=query["cause"])
    first, last = day_of(query.get("from")), day_of(query.get("until"))
    if first:
        invoices = invoices.filter(issued_at__gte=_midnight(first))
    if last:
        invoices = invoices.filter(issued_at__lt=_midnight(last + timedelta(days=1)))
    return invoices


def day_of(value: Any) -> date | None:
    """A day as its reader writes it; None for what is none."""
    try:
        return formats.parse_date(str(value)) if value else None
    except formats.InvalidDate:
        return None


def heads() -> list[str]:
    """What the columns of the export are called."""
    return [
        _("Invoice"), _("Client"), _("E-mail address"), _("Status"), _("Why"), _("Issued"), _("Due"), _("Paid"),
        _("Currency"), _("Net"), _("Tax"), _("Total"), _("Paid in"), _("Credited"), _("Still to pay"),
    ]  # fmt: skip


def cells(invoices: Iterable[Invoice], *, is_workbook: bool) -> Iterator[list[object]]:
    """The rows of the export. Amounts are numbers in a workbook, and plain decimals in a CSV."""

    def amount(money: Money) -> object:
        return float(money.major) if is_workbook else str(money.major)

    for invoice in invoices:
        sums = (invoice.net, invoice.tax, invoice.total, invoice.paid, invoice.credited, invoice.due)
        yield [
            invoice.label,
            invoice.client.name,
            invoice.client.email,
            invoice.get_status_display(),
            invoice.get_cause_display(),
            *(_day(at) for at in (invoice.issued_at, invoice.due_at, invoice.paid_at)),
            invoice.currency,
            *(amount(one) for one in sums),
        ]


def _of_state(invoices: QuerySet[Invoice], state: str) -> QuerySet[Invoice]:
    if state == "overdue":
        return invoices.filter(status=Invoice.Status.OPEN, due_at__lt=now())
    return invoices.filter(status=state) if state in Invoice.Status.values else invoices


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
