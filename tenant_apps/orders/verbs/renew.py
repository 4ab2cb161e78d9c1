"""A service comes to the end of what is paid: an invoice before, suspension after the grace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shared_apps.kernel.actor import Actor

from ..announcements import announce_invoice
from ..models import Invoice, Service
from .activate import suspend
from .bill import bill_service


@transaction.atomic
def renew_service(service_uuid: str, renews_at: datetime, *, by: Actor) -> Invoice | None:
    """Issue the invoice for the period from `renews_at`; None where the service has moved on meanwhile."""
    service = _running(service_uuid, renews_at)
    if service is None:
        return None
    period = (renews_at, service.paid_until(service.periods_paid + 1))
    invoice = bill_service(service, cause=Invoice.Cause.RENEWAL, due_at=renews_at, by=by, period=period)
    if invoice:
        announce_invoice(invoice)
    return invoice


@transaction.atomic
def suspend_unpaid(service_uuid: str, renews_at: datetime, *, by: Actor) -> bool:
    """Suspend a service whose renewal is still unpaid after the grace; whether it was."""
    service = _running(service_uuid, renews_at)
    if service is None:
        return False
    suspend(service, reason="The renewal was not paid.", by=by)
    return True


def _running(service_uuid: str, renews_at: datetime) -> Service | None:
    """The active service whose paid time still ends then, locked."""
    running = Service.objects.select_for_update().filter(uuid=service_uuid, status=Service.Status.ACTIVE)
    return running.filter(renews_at=renews_at).first()
