"""How a portal's accounts tell the platform who owns it."""

from __future__ import annotations

from tenants.context import current_tenant

from .models import PortalOwner

__all__ = ["note_owner"]


def note_owner(email: str, name: str) -> None:
    """Keep the owner of the current tenant where the console's list finds it, in the caller's transaction."""
    tenant = current_tenant()
    if not tenant.is_operator:
        PortalOwner.objects.update_or_create(
            tenant_id=tenant.id, defaults={"email": email, "name": name[:150]}
        )
