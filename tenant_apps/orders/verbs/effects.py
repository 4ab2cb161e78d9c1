"""What follows when nothing of an invoice is due any more."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor

from ..models import Invoice, Order
from .book import book_rest
from .paid import deliver


def follow_payment(invoice: Invoice, *, by: Actor) -> None:
    """The order is paid, the operator is owed for it, and the client has what the invoice is for."""
    book_rest(invoice)
    order = invoice.order
    if order and order.status == Order.Status.PLACED:
        order.move(Order.Status.PAID, by=by, paid_at=invoice.paid_at)
    deliver(invoice, by=by)
