"""What paid time is still worth: no more than what has stayed in the invoice that paid for it."""

from __future__ import annotations

from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments

from ..models import Invoice, PaidPeriod


def kept_of(row: PaidPeriod, money: Money) -> Money:
    """What of a row's money was neither credited nor given back; all of it where no invoice was needed."""
    invoice = Invoice.objects.filter(uuid=row.invoice_uuid).first() if row.invoice_uuid else None
    if invoice is None:
        return money
    asked = sum(line.total_minor for line in invoice.lines.all() if line.total_minor > 0)
    kept = asked - invoice.total_minor + invoice.paid_minor - _given_back(invoice)
    return money.fraction(max(kept, 0), asked) if kept < asked else money


def _given_back(invoice: Invoice) -> int:
    """With what is on its way back, in minor units."""
    on_its_way = [one for one in payments.refunds_of(invoice.uuid) if one.status not in {"done", "declined"}]
    return invoice.refunded_minor + sum(one.amount.minor for one in on_its_way)
