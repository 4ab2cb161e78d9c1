"""What an invoice brings once it is wholly paid."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor

from ..models import Invoice, PaidPeriod, Service
from .activate import pay_period
from .begin import begin_services
from .change import apply_paid_change
from .undelivered import give_back_later

_TIME = ("plan", "add_on", "option", "domain")


def deliver(invoice: Invoice, *, by: Actor) -> None:
    """Begin its order's services, make its change, or prolong what it was for. In the caller's transaction.

    What was paid for a service that has ended becomes account credit, but for time that was given on credit before.
    """
    if invoice.cause == Invoice.Cause.ORDER:
        if invoice.order:
            begin_services(invoice.order, by=by)
        return
    if apply_paid_change(invoice, by=by):
        return
    open_ones = [one for one in _prolonged(invoice) if not _is_given(one, invoice)]
    ended = [one for one in open_ones if not pay_period(one, invoice_uuid=invoice.uuid, by=by)]
    if ended:
        give_back_later(invoice, ended)


def _is_given(service: Service, invoice: Invoice) -> bool:
    """Whether a service has had the invoice's time: it moved to another reseller and left the debt here."""
    return PaidPeriod.objects.filter(service=service, invoice_uuid=invoice.uuid).exists()


def _prolonged(invoice: Invoice) -> list[Service]:
    """The services that ran before and for whose time this invoice is."""
    lines = invoice.lines.filter(kind__in=_TIME, service__isnull=False)
    return list(Service.objects.filter(pk__in=lines.values("service")).order_by("pk"))
