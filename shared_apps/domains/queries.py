"""Reads of own domains."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from shared_apps.kernel.clock import now

from .models import HELD, OwnDomain, Status
from .names import shown, twin


def own_domains() -> list[OwnDomain]:
    """The current tenant's domains, those that serve first."""
    return sorted(OwnDomain.objects.here().order_by("host"), key=lambda domain: not domain.is_served)


def own_domain(uuid: UUID) -> OwnDomain | None:
    """One domain of the current tenant; None for any other tenant's."""
    return OwnDomain.objects.here().filter(uuid=uuid).first()


def free_twin(domain: OwnDomain) -> str:
    """The `www.` of an apex, or the apex of its `www.`, that the tenant has not added yet; empty where none is."""
    other = twin(domain.host)
    return shown(other) if other and not OwnDomain.objects.here().filter(host=other).exists() else ""


def is_out_of_reach(host: str, tenant_id: int) -> bool:
    """Whether the name was revoked, or another tenant holds it or gave it back so lately that nobody else may
    have it."""
    quarantined = Q(status=Status.RELEASED, quarantined_until__gt=now())
    of_others = ~Q(tenant_id=tenant_id) & (Q(status__in=HELD) | quarantined)
    revoked = Q(trouble=OwnDomain.Trouble.REVOKED)
    return OwnDomain.objects.filter(of_others | revoked, host=host).exists()
