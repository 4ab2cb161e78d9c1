"""Bills as others see them."""

from __future__ import annotations

from collections.abc import Iterable

from shared_apps.kernel.money import Money

from .cards import BillCard, BillLineDraft
from .models import Bill, BillLine


def bill_card(bill: Bill) -> BillCard:
    """One bill with its lines."""
    return BillCard(
        uuid=bill.uuid,
        number=bill.number,
        tenant_id=bill.tenant_id,
        kind=bill.kind,
        cause_uuid=bill.cause_uuid,
        net=bill.net,
        total=bill.total,
        status=bill.status,
        issued_at=bill.issued_at,
        due_at=bill.due_at,
        paid_at=bill.paid_at,
        lines=tuple(_line(line) for line in bill.lines.all()),
    )


def bill_cards(bills: Iterable[Bill]) -> list[BillCard]:
    """Several; read them with their lines."""
    return [bill_card(bill) for bill in bills]


def _line(line: BillLine) -> BillLineDraft:
    period = (line.period_from, line.period_to) if line.period_from and line.period_to else None
    return BillLineDraft(line.name, line.sku, line.quantity, Money(line.unit_minor, line.currency), period)
