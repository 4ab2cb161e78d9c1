"""Money that was paid for what cannot be delivered any more becomes account credit."""

from __future__ import annotations

from collections.abc import Sequence

from shared_apps.agenda.door import schedule
from shared_apps.kernel.money import Money, total

from ..models import Invoice, Service


def give_back_later(
    invoice: Invoice, services: Sequence[Service] | None = None, *, closes: bool = False
) -> None:
    """Have it given back once the caller has committed: all of it, or what was paid for those services.

    `closes`: and nothing more is asked for.
    """
    amount = invoice.refundable
    if services is not None:
        lines = invoice.lines.filter(service__in=services)
        asked = total([Money(line.total_minor, invoice.currency) for line in lines], invoice.currency)
        amount = asked.fraction(invoice.refundable.minor, invoice.total_minor)
    if amount.minor > 0 or closes:
        payload = {"invoice_uuid": str(invoice.uuid), "minor": amount.minor, "closes": closes}
        schedule("orders.give_back", payload, key=f"{invoice.uuid}:{amount.minor}:{closes}")
