"""The lock of a person's balance."""

from __future__ import annotations

from uuid import UUID

from tenants.context import current_tenant

from ..models import Wallet


def lock_wallet(person_uuid: UUID, currency: str) -> Wallet:
    """Lock a person's balance until the transaction ends: whoever moves it takes turns."""
    Wallet.objects.get_or_create(tenant_id=current_tenant().id, person_uuid=person_uuid, currency=currency)
    return Wallet.objects.select_for_update().get(
        tenant_id=current_tenant().id, person_uuid=person_uuid, currency=currency
    )
