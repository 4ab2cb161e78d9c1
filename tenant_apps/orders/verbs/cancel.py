"""Cancel an order that nobody has paid, or a service now or at the end of what is paid."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.payments import door as payments
from tenant_apps.pricing.verbs import return_coupon

from ..errors import OrderHasMoney
from ..models import Invoice, Order, Service
from .activate import end


@transaction.atomic
def cancel_order(order: Order, *, reason: str, by: Actor) -> None:
    """Void its open invoices and end what it began. `OrderHasMoney` once money came or may be on its way."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    invoices = list(order.invoices.select_for_update())
    if any(_has_money(invoice) for invoice in invoices):
        raise OrderHasMoney(order.number)
    for invoice in invoices:
        if invoice.is_open:
            invoice.move(Invoice.Status.VOID, by=by, reason=reason)
    for service in Service.objects.filter(order_line__order=order).select_related("order_line"):
        end(service, reason=reason, by=by)
    return_coupon(order.uuid)
    order.move(Order.Status.CANCELLED, by=by, reason=reason)


@transaction.atomic
def end_cancelled(service_uuid: str, ends_at: datetime, *, by: Actor) -> bool:
    """The paid time of a cancelled service is over; whether it was ended."""
    rows = Service.objects.select_for_update(of=("self",)).select_related("order_line", "client")
    service = rows.filter(uuid=service_uuid, cancels_at=ends_at, cancels_at__lte=now()).first()
    if service is None or service.status == Service.Status.ENDED:
        return False
    end(service, reason=service.cancel_reason, by=by)
    return True


def _has_money(invoice: Invoice) -> bool:
    tries = payments.payments_of(invoice.uuid)
    return bool(invoice.paid_minor) or any(one.is_open or one.is_settled for one in tries)
