"""Who a reseller is on paper."""

from __future__ import annotations

from typing import Any

from branding.queries import brand_of
from tenants.models import Tenant


def billed_to(tenant: Tenant) -> dict[str, Any]:
    """{name, lines, tax_id} as the reseller has set them in its brand."""
    look = brand_of(tenant.record)
    return {
        "name": look.legal_name or tenant.name,
        "lines": [*look.address.splitlines(), tenant.country],
        "tax_id": look.tax_id,
    }
