"""Issue invoices: their number is taken in the transaction that writes them, so the series has no gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..models import Invoice, InvoiceLine, NumberSequence, Order, OrderLine, Service

DUE_AFTER = timedelta(days=7)


def bill_order(order: Order, *, by: Actor) -> Invoice | None:
    """The invoice for what an order costs today; None where that is nothing. In the caller's transaction."""
    due = order.lines.filter(starts_on_trial=False).order_by("pk")
    return _issue(order, list(due), cause=Invoice.Cause.ORDER, due_at=now() + DUE_AFTER, by=by)


def bill_service(
    service: Service,
    *,
    cause: str,
    due_at: datetime,
    by: Actor,
    period: tuple[datetime | None, datetime | None] = (None, None),
) -> Invoice | None:
    """The invoice for one more period of a service, or the one that is open already."""
    open_one = open_invoice_of(service)
    if open_one:
        return open_one
    plan = service.order_line
    recurring = plan.add_ons.order_by("pk")
    if cause == Invoice.Cause.RENEWAL:
        recurring = recurring.filter(period=plan.period)
    return _issue(
        plan.order, [plan, *recurring], cause=cause, due_at=due_at, by=by, service=service, period=period
    )


def open_invoice_of(service: Service) -> Invoice | None:
    """The unpaid invoice of a service, if there is one."""
    return Invoice.objects.filter(lines__service=service, status=Invoice.Status.OPEN).first()


def _issue(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    cause: str,
    due_at: datetime,
    by: Actor,
    service: Service | None = None,
    period: tuple[datetime | None, datetime | None] = (None, None),
) -> Invoice | None:
    total_minor = sum(line.total_minor for line in lines)
    if not total_minor:
        return None
    at = now()
    invoice = Invoice.objects.create(
        number=f"{at.year}-{NumberSequence.take('invoice', at.year):05}",
        order=order,
        client_id=order.client_id,
        cause=cause,
        status=Invoice.Status.OPEN,
        currency=order.currency,
        total_minor=total_minor,
        issued_at=at,
        due_at=due_at,
    )
    InvoiceLine.objects.bulk_create(_line(invoice, line, service, period) for line in lines)
    record(invoice, "issue", by=by, to_status=invoice.status, total_minor=total_minor, cause=cause)
    return invoice


def _line(
    invoice: Invoice,
    line: OrderLine,
    service: Service | None,
    period: tuple[datetime | None, datetime | None],
) -> InvoiceLine:
    return InvoiceLine(
        invoice=invoice,
        order_line=line,
        service=service,
        name=line.name,
        quantity=line.quantity,
        unit_minor=line.unit_minor,
        total_minor=line.total_minor,
        wholesale_minor=line.wholesale.minor,
        currency=line.currency,
        period_from=period[0],
        period_to=period[1],
    )
