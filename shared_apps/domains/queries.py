"""Reads of own domains."""

from __future__ import annotations

from uuid import UUID

from shared_apps.kernel.clock import now

from .models import OwnDomain


def own_domains() -> list[OwnDomain]:
    """The current tenant's domains, those that serve first."""
    return sorted(OwnDomain.objects.here().order_by("host"), key=lambda domain: not domain.is_served)


def own_domain(uuid: UUID) -> OwnDomain | None:
    """One domain of the current tenant; None for any other tenant's."""
    return OwnDomain.objects.here().filter(uuid=uuid).first()


def is_out_of_reach(host: str, tenant_id: int) -> bool:
    """Whether another tenant holds the name, or gave it back so lately that nobody else may have it."""
    others = OwnDomain.objects.filter(host=host).exclude(tenant_id=tenant_id)
    return others.held().exists() or others.quarantined(now()).exists()
