"""Cancel an order that nobody has paid, or a service now or at the end of what is paid."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.clients.portal import require
from tenant_apps.pricing.verbs import return_coupon

from ..announcements import announce_service
from ..changing.lines import credit, paid_ahead
from ..errors import OrderHasMoney, ServiceIsOver
from ..models import Invoice, Order, Service
from .activate import end, schedule_renewal
from .bill import issue
from .change import draft_of_quote, drop_changes, locked
from .unused import set_aside
from .withdraw import bill_anew, has_money, withdraw_renewal


@transaction.atomic
def cancel_order(order: Order, *, reason: str, by: Actor) -> None:
    """Void its open invoices and end what it began. `OrderHasMoney` once money came or may be on its way."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    invoices = list(order.invoices.select_for_update())
    if any(has_money(invoice) for invoice in invoices):
        raise OrderHasMoney(order.number)
    for invoice in invoices:
        if invoice.is_open:
            invoice.move(Invoice.Status.VOID, by=by, reason=reason)
    for service in Service.objects.filter(order_line__order=order).select_related("order_line"):
        end(service, reason=reason, by=by)
    return_coupon(order.uuid)
    order.move(Order.Status.CANCELLED, by=by, reason=reason)


@transaction.atomic
def cancel_service(
    service: Service, *, now_at_once: bool = False, gives_back: bool = False, reason: str, by: Actor
) -> None:
    """End a service at once, or with what is paid of it (by default). Its add-ons and changes end with it.

    A trial or one with nothing paid ahead ends at once. `gives_back` (staff alone): what is not used up becomes
    account credit. Raises `ServiceIsOver`, `PaymentUnderWay`, `SwitchedOff`.
    """
    require("may_cancel", by=by)
    service = locked(service.pk)
    if service.status == Service.Status.ENDED:
        raise ServiceIsOver(str(service.uuid))
    drop_changes(service, reason=reason, by=by)
    withdraw_renewal(service, reason=reason, by=by)
    if now_at_once or not _has_time_left(service):
        if gives_back and not by.is_client:
            _give_back(service, by=by)
        _remember(service, reason)
        end(service, reason=reason, by=by)
        announce_service("service_ended", service)
    elif not service.cancels_at:
        _end_later(service, reason, by=by)


@transaction.atomic
def keep_service(service: Service, *, by: Actor) -> None:
    """Go on with a service that was to end; one that was not is left. `ServiceIsOver` once it has ended."""
    service = locked(service.pk)
    if service.status == Service.Status.ENDED:
        raise ServiceIsOver(str(service.uuid))
    if service.cancels_at:
        service.renews_at, service.cancels_at, service.cancel_reason = service.cancels_at, None, ""
        service.save(update_fields=["renews_at", "cancels_at", "cancel_reason"])
        record(service, "keep", by=by)
        schedule_renewal(service)
        bill_anew(service, None, by=by)


def _has_time_left(service: Service) -> bool:
    return service.status == Service.Status.ACTIVE and service.has_time_left


def _end_later(service: Service, reason: str, *, by: Actor) -> None:
    _remember(service, reason)
    service.cancels_at, service.renews_at = service.paid_until, None
    service.save(update_fields=["cancels_at", "renews_at"])
    record(service, "cancel at end", by=by, reason=reason)
    schedule_renewal(service)
    announce_service("service_cancelled", service, key=f"{service.cancels_at:%Y%m%d%H%M%S}")


def _remember(service: Service, reason: str) -> None:
    service.cancel_reason = reason
    service.save(update_fields=["cancel_reason"])


def _give_back(service: Service, *, by: Actor) -> None:
    """What is left of the paid time, as account credit; of none whose money another reseller took."""
    at = now()
    rows = paid_ahead(service, at)
    drafts = [draft_of_quote(service, credit(row, at)) for row in rows if not row.is_moved]
    set_aside(rows, at)
    if drafts:
        issue(service.client, drafts, cause=Invoice.Cause.CHANGE, due_at=at, by=by)


@transaction.atomic
def end_cancelled(service_uuid: str, ends_at: datetime, *, by: Actor) -> bool:
    """The paid time of a cancelled service is over; whether it was ended."""
    rows = Service.objects.select_for_update(of=("self",)).select_related("order_line", "client")
    service = rows.filter(uuid=service_uuid, cancels_at=ends_at, cancels_at__lte=now()).first()
    if service is None or service.status == Service.Status.ENDED:
        return False
    end(service, reason=service.cancel_reason, by=by)
    announce_service("service_ended", service)
    return True
