"""A service ends whatever is open of it: nobody is asked for its time any more."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money, total

from ..errors import PaymentUnderWay
from ..models import CreditNote, Invoice, Service
from .activate import end
from .bill import open_invoice_of
from .change import drop_changes, locked
from .credit_note import credit_invoice
from .withdraw import withdraw


@transaction.atomic
def end_services(invoice: Invoice, *, reason: str, by: Actor) -> None:
    """End what an invoice paid for."""
    paid_for = Service.objects.filter(invoice_lines__invoice=invoice).distinct()
    for service in paid_for.order_by("pk"):
        finish(locked(service.pk), reason=reason, by=by)


def finish(service: Service, *, reason: str, by: Actor) -> None:
    """End a locked service and take back what is asked for it, in the caller's transaction.

    What is on its way for it all the same becomes account credit.
    """
    if service.status == Service.Status.ENDED:
        return
    with suppress(PaymentUnderWay):
        # Where money for a change is under way, it is given back when it comes.
        drop_changes(service, reason=reason, by=by)
    open_one = open_invoice_of(service)
    end(service, reason=reason, by=by)
    if open_one:
        _take_back(open_one, service, reason=reason, by=by)


def _take_back(invoice: Invoice, service: Service, *, reason: str, by: Actor) -> None:
    """Void it; where money is in it, or other services are on it, credit what is asked for this one."""
    try:
        withdraw(invoice, reason=reason, by=by)
    except PaymentUnderWay:
        lines = invoice.lines.filter(service=service)
        asked = total([Money(line.total_minor, invoice.currency) for line in lines], invoice.currency)
        amount = min(asked, invoice.due, key=lambda one: one.minor)
        if amount.minor > 0:
            credit_invoice(invoice, amount, reason=reason, to=CreditNote.To.NONE, by=by)
