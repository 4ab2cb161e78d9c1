"""What of the operator's bills the rules of its affiliate programme can name: packages and extra services."""

from __future__ import annotations

from shared_apps.commissions.door import sold_by_operator

from .models import PlatformPlan, StoreItem


@sold_by_operator
def billed_goods() -> list[tuple[str, str]]:
    """Sku and name of each package and each extra service. Two queries."""
    packages = [(plan.sku, plan.name) for plan in PlatformPlan.objects.filter(is_active=True)]
    return packages + [(item.sku, str(item)) for item in StoreItem.objects.filter(is_active=True)]
