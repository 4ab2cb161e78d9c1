"""A service comes to the end of what is paid: an invoice before, past due, suspended, ended at last."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from .. import terms
from ..errors import NothingToRenew, PaymentUnderWay, ServiceNotRunning
from ..models import Invoice, Service, ServiceChange
from .activate import suspend, upcoming_stretch
from .bill import open_invoice_of, service_drafts
from .change import locked
from .consolidate import renew_together
from .finish import finish
from .withdraw import bill_renewal

Status = Service.Status


@transaction.atomic
def renew_service(service_uuid: str, renews_at: datetime, *, by: Actor) -> Invoice | None:
    """Issue the invoice for the period from `renews_at`; None where the service has moved on meanwhile."""
    service = _running(service_uuid, renews_at)
    if service is None:
        return None
    if service.changes.filter(status=ServiceChange.Status.WAITING).exists():
        # It is billed once the change is paid or dropped, as what it is then.
        return None
    open_one = open_invoice_of(service)
    if open_one:
        # It was billed before its time, with others or early.
        return open_one
    return renew_together(service, by=by) if service.client.consolidates else bill_renewal(service, by=by)


@transaction.atomic
def renew_early(service: Service, *, by: Actor) -> Invoice | None:
    """The invoice for the next period, before it is due: paid, it is added to the paid time (REQUIREMENTS S1.8).

    None where it costs nothing and has gone on at once. Raises `ChangeRefused` for one that does not renew, or
    whose change waits for its payment, or whose next period is free and not near yet.
    """
    service = locked(service.pk)
    if not service.renews_at or service.status != Status.ACTIVE:
        raise ServiceNotRunning(str(service.uuid))
    if service.changes.filter(status=ServiceChange.Status.WAITING).exists():
        raise PaymentUnderWay(str(service.uuid))
    open_one = open_invoice_of(service)
    if open_one is None and service.renews_at > now() + terms.renew_ahead() and _is_free(service):
        raise NothingToRenew(str(service.uuid))
    return open_one or bill_renewal(service, by=by)


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
    unpaid = Service.objects.filter(uuid=service_uuid, status__in=[Status.ACTIVE, Status.SUSPENDED])
    found = unpaid.filter(renews_at=renews_at).first()
    if found is None:
        return False
    service = locked(found.pk)
    if service.renews_at != renews_at:
        return False
    finish(service, reason="The renewal was never paid.", by=by)
    return True


def _is_free(service: Service) -> bool:
    return sum(one.taxed.gross.minor for one in service_drafts(service, upcoming_stretch(service))) <= 0


def _running(service_uuid: str, renews_at: datetime) -> Service | None:
    """The active service whose paid time still ends then, locked."""
    running = Service.objects.select_for_update(of=("self",)).select_related("order_line", "client")
    return running.filter(uuid=service_uuid, status=Status.ACTIVE, renews_at=renews_at).first()
