"""Figures of what was sold before there were any, or that are missing: made from the ledger and the invoices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.ledger import door as ledger
from shared_apps.reports import door as reports

from ..models import Invoice, Service
from .sales import lines_of, rows_of
from .services import tell_service

BATCH = 200


def write_facts() -> int:
    """Write the rows of the current tenant's sales and services that lack them; again changes nothing.

    Sales first, a batch of invoices in each transaction; how many invoices and services were written.
    """
    invoices = services = 0
    missing = reports.invoices_without_rows()
    for start in range(0, len(missing), BATCH):
        with transaction.atomic():
            invoices += _sell(missing[start : start + BATCH])
    for service in _untold():
        with transaction.atomic():
            _tell(service)
        services += 1
    return invoices + services


def _sell(uuids: Sequence[UUID]) -> int:
    invoices = list(Invoice.objects.filter(uuid__in=uuids).select_related("client").order_by("pk"))
    for invoice in invoices:
        rewrite(invoice)
    return len(invoices)


def rewrite(invoice: Invoice) -> None:
    """Write all rows of an invoice anew, entry by entry, under its lock."""
    Invoice.objects.select_for_update().get(pk=invoice.pk)
    entries = ledger.entries(str(invoice.uuid), limit=1000)[::-1]
    about = lines_of(invoice)
    if not about.lines:
        return
    reports.forget_sales(entry.uuid for entry in entries)
    told: list[reports.SaleRow] = []
    for entry in entries:
        if entry.kind in reports.TOLD_ENTRIES:
            told += rows_of(about, entry, told)
    reports.record_sale(told)


def _untold() -> Iterator[Service]:
    known = reports.known_services()
    services = Service.objects.select_related("client", "order_line").prefetch_related("items")
    return (one for one in services.order_by("pk").iterator(chunk_size=500) if one.uuid not in known)


def _tell(service: Service) -> None:
    """What has ended was there before: it is told of twice, as it ran and as it ended."""
    began: datetime = service.starts_at or service.created_at
    if service.status != Service.Status.ENDED:
        tell_service(service, at=began)
        return
    if service.periods_paid:
        tell_service(service, at=began, status=Service.Status.ACTIVE)
    tell_service(service, reason=service.cancel_reason, at=_ended_at(service))


def _ended_at(service: Service) -> datetime:
    last = service.items.order_by("-ends_at").values_list("ends_at", flat=True).first()
    return last or service.cancels_at or service.paid_until or service.trial_ends_at or service.created_at
