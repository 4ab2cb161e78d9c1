"""A paid bill as the shared figures have it: the operator's own sales, so that its programme can be simulated."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from shared_apps.commissions.door import PurchaseLine
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind, EntryCard
from shared_apps.reports import door as reports

from .models import Bill


def tell_bill(bill: Bill, entry: EntryCard, lines: Sequence[PurchaseLine]) -> None:
    """A row for each line; tax, fee and commission are parted by their net amounts. In the operator's tenant."""
    if not lines:
        return
    nets, nothing = [line.net.minor for line in lines], [0] * len(lines)
    parts = [
        reports.spread(-_on(entry, kind), nets, nothing)
        for kind in (AccountKind.TAX_PAYABLE, AccountKind.GATEWAY_FEES, AccountKind.AFFILIATE_PENDING)
    ]
    quantities = [line.quantity for line in bill.lines.all()]
    reports.record_sale(
        [
            _row(bill, entry, place, line, shares)
            for place, line, *shares in zip(enumerate(quantities), lines, *parts, strict=True)
        ]
    )


def _row(
    bill: Bill, entry: EntryCard, place: tuple[int, int], line: PurchaseLine, shares: Sequence[int]
) -> reports.SaleRow:
    position, quantity = place
    tax, fee, commission = (Money(minor, bill.currency) for minor in shares)
    zero = Money.zero(bill.currency)
    return reports.SaleRow(
        entry_uuid=entry.uuid,
        position=position,
        at=entry.at,
        invoice_uuid=bill.uuid,
        invoice_number=bill.number,
        client_uuid=bill.tenant.uuid,
        country=bill.tenant.country,
        sku=line.sku,
        product_sku=line.product_sku,
        kind=reports.SaleKind.SALE,
        occasion=line.occasion,
        quantity=quantity,
        discount=zero,
        net=line.net,
        tax=tax,
        wholesale=zero,
        fee=fee,
        commission=commission,
        beneficiary=_beneficiary(entry),
    )


def _on(entry: EntryCard, kind: str) -> int:
    return sum(leg.amount.minor for leg in entry.legs if leg.account_kind == kind)


def _beneficiary(entry: EntryCard) -> UUID | None:
    parties = [leg.party for leg in entry.legs if leg.account_kind == AccountKind.AFFILIATE_PENDING]
    return UUID(parties[0]) if parties else None
