"""A service comes to the end of what is paid: an invoice before, past due, suspended, ended at last."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..announcements import announce_invoice
from ..models import Invoice, Service
from .activate import end, pay_period, suspend, upcoming_stretch
from .bill import bill_service

Status = Service.Status


@transaction.atomic
def renew_service(service_uuid: str, renews_at: datetime, *, by: Actor) -> Invoice | None:
    """Issue the invoice for the period from `renews_at`; None where the service has moved on meanwhile."""
    service = _running(service_uuid, renews_at)
    if service is None:
        return None
    stretch = upcoming_stretch(service)
    invoice = bill_service(
        service,
        cause=Invoice.Cause.RENEWAL,
        due_at=renews_at,
        by=by,
        stretch=stretch,
    )
    if invoice is None:
        # It costs nothing: it goes on as if it were paid.
        pay_period(service, by=by)
        return None
    announce_invoice(invoice)
    return invoice


@transaction.atomic
def mark_past_due(service_uuid: str, renews_at: datetime, *, by: Actor) -> bool:
    """The renewal is due and not paid; whether the service was marked so."""
    service = _running(service_uuid, renews_at)
    if service is None or service.past_due_at or now() < renews_at:
        return False
    service.past_due_at = renews_at
    service.save(update_fields=["past_due_at"])
    record(service, "become past due", by=by)
    return True


@transaction.atomic
def suspend_unpaid(service_uuid: str, renews_at: datetime, *, by: Actor) -> bool:
    """Suspend a service whose renewal is still unpaid after the grace; whether it was."""
    service = _running(service_uuid, renews_at)
    if service is None:
        return False
    suspend(service, reason="The renewal was not paid.", by=by)
    return True


@transaction.atomic
def end_unpaid(service_uuid: str, renews_at: datetime, *, by: Actor) -> bool:
    """End a service that nobody has paid for as long as the tenant waits; whether it was."""
    rows = Service.objects.select_for_update(of=("self",)).select_related("order_line", "client")
    unpaid = rows.filter(uuid=service_uuid, status__in=[Status.ACTIVE, Status.SUSPENDED])
    service = unpaid.filter(renews_at=renews_at).first()
    if service is None:
        return False
    end(service, reason="The renewal was never paid.", by=by)
    return True


def _running(service_uuid: str, renews_at: datetime) -> Service | None:
    """The active service whose paid time still ends then, locked."""
    running = Service.objects.select_for_update(of=("self",)).select_related("order_line", "client")
    return running.filter(uuid=service_uuid, status=Status.ACTIVE, renews_at=renews_at).first()
