"""Figures of sales that a test posts by itself, without an invoice in a shop."""

from __future__ import annotations

from uuid import UUID, uuid4

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, EntryCard
from shared_apps.reports import door as reports
from tenants.context import current_tenant


def lira(amount: int) -> Money:
    return Money(amount * 100, "TRY")


def tell_all() -> None:
    """One row for each sale and refund of the current tenant."""
    entries = ledger.entries(limit=1000)
    reports.record_sale([row_of(one) for one in entries if one.kind in reports.TOLD_ENTRIES])


def row_of(entry: EntryCard, **changes) -> reports.SaleRow:
    def on(*kinds: str) -> Money:
        return Money(sum(leg.amount.minor for leg in entry.legs if leg.account_kind in kinds), "TRY")

    gross, tax = on(AccountKind.GATEWAY_CLEARING, AccountKind.CLIENT_CREDIT), -on(AccountKind.TAX_PAYABLE)
    said = {
        "entry_uuid": entry.uuid,
        "at": entry.at,
        "invoice_uuid": UUID(entry.reference),
        "kind": "refund" if entry.kind == "refund" else "sale",
        "net": gross - tax,
        "tax": tax,
        "wholesale": -on(AccountKind.WHOLESALE_PAYABLE),
        "fee": -on(AccountKind.GATEWAY_FEES),
        "commission": -on(AccountKind.AFFILIATE_PENDING),
    }
    return sale(**{**said, **changes})


def sale(net: Money | int = 0, **changes) -> reports.SaleRow:
    """A row of its own entry: `net` in lira, nothing else unless it is said."""
    amount = lira(net) if isinstance(net, int) else net
    zero = Money.zero(amount.currency)
    said = {
        "entry_uuid": uuid4(),
        "position": 0,
        "at": now(),
        "invoice_uuid": uuid4(),
        "invoice_number": "INV-1",
        "client_uuid": uuid4(),
        "country": "TR",
        "sku": "hosting-m",
        "product_sku": "web",
        "kind": "sale",
        "occasion": "first",
        "quantity": 1,
        "discount": zero,
        "net": amount,
        "tax": zero,
        "wholesale": zero,
        "fee": zero,
        "commission": zero,
    }
    return reports.SaleRow(**{**said, **changes})


def service(monthly: int = 100, **changes) -> reports.ServiceRow:
    """An active service of so many lira a month."""
    said = {
        "service_uuid": uuid4(),
        "client_uuid": uuid4(),
        "country": "TR",
        "sku": "hosting-m",
        "product_sku": "web",
        "status": "active",
        "quantity": 1,
        "period": "month",
        "monthly": lira(monthly),
        "monthly_wholesale": lira(monthly * 6 // 10),
        "created_at": now(),
        "at": now(),
    }
    return reports.ServiceRow(**{**said, **changes})


def tell_sales(*rows: reports.SaleRow) -> None:
    """Rows of the current tenant, whatever its ledger says."""
    assert current_tenant()
    reports.record_sale(rows)
