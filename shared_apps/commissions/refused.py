"""A rejected commission in the figures: it goes off the lines that bore it, and back to their margin."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.reports import door as reports


def tell_refused(entry_uuid: UUID, invoice_uuid: UUID, taken: Money) -> None:
    """Write rows of the entry for the lines of the invoice; none where its sale has none."""
    told = reports.sales_of_invoice(invoice_uuid)
    last = {row.position: row for row in told}
    bore = [
        sum(row.commission.minor for row in told if row.position == position) for position in sorted(last)
    ]
    if not last:
        return
    zero = Money.zero(taken.currency)
    parts = reports.spread(-taken.minor, bore, bore)
    reports.record_sale(
        [
            replace(
                last[position],
                entry_uuid=entry_uuid,
                at=now(),
                kind=reports.SaleKind.EXTRA,
                quantity=0,
                commission=Money(part, taken.currency),
                discount=zero,
                net=zero,
                tax=zero,
                wholesale=zero,
                fee=zero,
            )
            for position, part in zip(sorted(last), parts, strict=True)
        ]
    )
