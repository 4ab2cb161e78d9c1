"""A service ends whatever is open of it: nobody is asked for its time any more."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

from shared_apps.kernel.actor import Actor

from ..errors import PaymentUnderWay
from ..models import Invoice, Service
from .activate import end
from .bill import open_invoice_of
from .change import drop_changes, locked
from .undelivered import give_back_later
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
    """Void it; where money is in it or under way, close it, and what comes is account credit.

    One for other services too stays: what is paid for this one becomes account credit then.
    """
    try:
        withdraw(invoice, reason=reason, by=by)
    except PaymentUnderWay:
        if not invoice.lines.exclude(service=service).exclude(service=None).exists():
            give_back_later(invoice, closes=True)
