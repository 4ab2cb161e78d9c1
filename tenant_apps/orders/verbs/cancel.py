"""Cancel an order that nobody has paid."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments

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
    order.move(Order.Status.CANCELLED, by=by, reason=reason)


def _has_money(invoice: Invoice) -> bool:
    tries = payments.payments_of(invoice.uuid)
    return bool(invoice.paid_minor) or any(one.is_open or one.is_settled for one in tries)
