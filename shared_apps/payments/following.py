"""Who follows a payment: a shop's invoices in a reseller, the operator's bills in the operator's tenant."""

from __future__ import annotations

from tenants.context import current_tenant

SETTLED = ("orders.settle_invoice", "settlement.settle_bill")
GIVEN_BACK = ("orders.record_refund", "settlement.record_return")


def task_for(names: tuple[str, str]) -> str:
    """The agenda task that does so in the current tenant's kind."""
    return names[current_tenant().is_operator]
