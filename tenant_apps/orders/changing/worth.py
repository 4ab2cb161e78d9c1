"""What paid time is still worth: no more than what has stayed in the invoice that paid for it."""

from __future__ import annotations

from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments

from ..models import Invoice, InvoiceLine, PaidPeriod, Service


def kept_of(row: PaidPeriod, money: Money) -> Money:
    """What of a row's money was neither credited nor given back; all of it where no invoice was needed."""
    invoice = Invoice.objects.filter(uuid=row.invoice_uuid).first() if row.invoice_uuid else None
    if invoice is None:
        return money
    lines = [line for line in invoice.lines.select_related("service") if line.total_minor > 0]
    asked, back = sum(line.total_minor for line in lines), _given_back(invoice)
    kept = asked - invoice.total_minor + invoice.paid_minor - back
    if invoice.cause == Invoice.Cause.CONSOLIDATED:
        # What was paid for a service that had ended has gone back, and is not of this one.
        reached = set(PaidPeriod.objects.filter(invoice_uuid=invoice.uuid).values_list("service", flat=True))
        ended = [one for one in lines if one.service_id not in reached and _has_ended(one)]
        asked -= sum(one.total_minor for one in ended)
        kept -= max(sum(one.total_minor for one in ended) - back, 0)
    return money.fraction(max(kept, 0), asked) if kept < asked else money


def _has_ended(line: InvoiceLine) -> bool:
    return line.service is not None and line.service.status == Service.Status.ENDED


def _given_back(invoice: Invoice) -> int:
    """With what is on its way back, in minor units."""
    on_its_way = [one for one in payments.refunds_of(invoice.uuid) if one.status not in {"done", "declined"}]
    return invoice.refunded_minor + sum(one.amount.minor for one in on_its_way)
