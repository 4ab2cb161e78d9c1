"""What the ledger and the services of the current tenant know and the figures do not."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from tenants.context import current_tenant

from .models import ServiceFact
from .proof import TOLD_ENTRIES

# Money that only became account credit leaves no row; a fee on it does.
_WITHOUT = """
    SELECT DISTINCT e.reference FROM ledger_entry e
    WHERE e.tenant_id = %s AND e.kind = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM reports_salefact f WHERE f.tenant_id = e.tenant_id AND f.entry_uuid = e.uuid
    ) AND (e.kind <> 'overpayment' OR e.leg_count > 2) ORDER BY e.reference
"""


def invoices_without_rows() -> list[UUID]:
    """The invoices of the current tenant of which an entry has no row. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, [current_tenant().id, [kind.value for kind in TOLD_ENTRIES]])
        return [UUID(reference) for (reference,) in cursor.fetchall()]


def known_services() -> set[UUID]:
    """The current tenant's services that have a row. One query."""
    mine = ServiceFact.objects.filter(tenant_id=current_tenant().id)
    return set(mine.values_list("service_uuid", flat=True))
