"""Sales are written once and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from tenants.context import current_tenant
from tenants.records import TenantRecord

from ..models import SaleFact
from ..rows import SaleRow


def record_sale(rows: Sequence[SaleRow]) -> None:
    """Write lines of sales and refunds of the current tenant; those that are there already are left."""
    tenant = current_tenant()
    SaleFact.objects.bulk_create(
        [_fact(row, tenant) for row in rows if not _is_empty(row)], batch_size=1000, ignore_conflicts=True
    )


def forget_sales(entry_uuids: Iterable[UUID]) -> int:
    """Take back the lines of entries of the current tenant, so that they can be written anew; how many."""
    mine = SaleFact.objects.filter(tenant_id=current_tenant().id, entry_uuid__in=list(entry_uuids))
    return mine.delete()[0]


def local_day(at: datetime, tenant: TenantRecord) -> date:
    """The day of a moment where the tenant is."""
    return at.astimezone(ZoneInfo(tenant.time_zone)).date()


def _is_empty(row: SaleRow) -> bool:
    moved = (row.net, row.tax, row.discount, row.wholesale, row.fee, row.commission)
    return not any(moved) and not row.quantity


def _fact(row: SaleRow, tenant: TenantRecord) -> SaleFact:
    return SaleFact(
        tenant_id=tenant.id,
        entry_uuid=row.entry_uuid,
        position=row.position,
        at=row.at,
        day=local_day(row.at, tenant),
        invoice_uuid=row.invoice_uuid,
        invoice_number=row.invoice_number,
        client_uuid=row.client_uuid,
        service_uuid=row.service_uuid,
        country=row.country,
        sku=row.sku,
        product_sku=row.product_sku,
        kind=row.kind,
        occasion=row.occasion,
        quantity=row.quantity,
        beneficiary_uuid=row.beneficiary,
        currency=row.net.currency,
        retail_minor=row.retail.minor,
        discount_minor=row.discount.minor,
        net_minor=row.net.minor,
        tax_minor=row.tax.minor,
        wholesale_minor=row.wholesale.minor,
        fee_minor=row.fee.minor,
        commission_minor=row.commission.minor,
        margin_minor=row.margin.minor,
    )
