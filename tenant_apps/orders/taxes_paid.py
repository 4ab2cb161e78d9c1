"""Which tax was on time that is paid: what is given back of it bears the same (S1.10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from shared_apps.kernel.taxes import TaxRate
from tenant_apps.pricing.taxes import tax_rate_for

from .models import InvoiceLine, OrderLine, ServiceItem


def tax_paid(
    item: ServiceItem, invoice_uuid: UUID | None, order_line: OrderLine | None = None
) -> dict[str, Any]:
    """The `tax_…` columns of a paid row: as its order froze them, as its invoice has them, else as of today."""
    paid = order_line or _line(item, invoice_uuid)
    rate = (
        TaxRate(paid.tax_name, paid.tax_bp, paid.tax_inclusive) if paid else tax_rate_for(item.service.client)
    )
    return {"tax_name": rate.name, "tax_bp": rate.basis_points, "tax_inclusive": rate.is_inclusive}


def _line(item: ServiceItem, invoice_uuid: UUID | None) -> InvoiceLine | None:
    """The row that asked for it; what gives back (less than nothing) bears the tax of before."""
    if invoice_uuid is None:
        return None
    asked = InvoiceLine.objects.filter(invoice__uuid=invoice_uuid, unit_minor__gte=0)
    about = Q(service=item.service_id, sku=item.sku)
    return asked.filter(about).order_by("pk").first() or asked.filter(service=item.service_id).first()
