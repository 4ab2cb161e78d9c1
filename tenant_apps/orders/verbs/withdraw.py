"""Take back an invoice that nobody has paid, and bill what a service has become instead."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.payments import door as payments

from .. import terms
from ..announcements import announce_invoice
from ..errors import PaymentUnderWay
from ..models import Invoice, Service
from .activate import pay_period, upcoming_stretch
from .bill import bill_service, open_invoice_of


def has_money(invoice: Invoice) -> bool:
    """Whether money came or may be on its way."""
    tries = payments.payments_of(invoice.uuid)
    has_any = bool(invoice.paid_minor or invoice.credited_minor)
    return has_any or any(one.is_open or one.is_settled for one in tries)


def withdraw(invoice: Invoice, *, reason: str, by: Actor) -> None:
    """Void an open invoice, in the caller's transaction.

    `PaymentUnderWay` where money may be on its way, or where it is for other services too.
    """
    invoice = Invoice.objects.select_for_update().get(pk=invoice.pk)
    if not invoice.is_open:
        return
    services = invoice.lines.exclude(service=None).order_by().values_list("service", flat=True).distinct()
    if has_money(invoice) or len(services) > 1:
        raise PaymentUnderWay(invoice.label)
    invoice.move(Invoice.Status.VOID, by=by, reason=reason)


def withdraw_renewal(service: Service, *, reason: str, by: Actor) -> Invoice | None:
    """Void the open invoice for a service's time; the one that was, or None."""
    open_one = open_invoice_of(service)
    if open_one:
        withdraw(open_one, reason=reason, by=by)
    return open_one


def bill_anew(service: Service, before: Invoice | None, *, by: Actor) -> Invoice | None:
    """Ask for a service's time again once its items have changed: where an invoice was open, or one is due."""
    if before is not None and before.cause != Invoice.Cause.RENEWAL:
        return bill_service(service, cause=before.cause, due_at=before.due_at, by=by)
    if not service.renews_at or now() < service.renews_at - terms.renew_ahead():
        return None
    return bill_renewal(service, by=by)


def bill_renewal(service: Service, *, by: Actor) -> Invoice | None:
    """The invoice for the next period, told to the client; what costs nothing goes on at once."""
    stretch = upcoming_stretch(service)
    invoice = bill_service(
        service, cause=Invoice.Cause.RENEWAL, due_at=max(stretch.start, now()), by=by, stretch=stretch
    )
    if invoice is None:
        pay_period(service, by=by)
    else:
        announce_invoice(invoice)
    return invoice
