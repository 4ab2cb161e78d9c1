"""Who else is at a company: other resellers' open deals and clients. The operator sees whose; a reseller, that."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from shared_apps.kernel.clock import now
from tenants.models import Tenant

from .marks import Marks, same_as
from .models import ClientMark, Deal, Marked


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another reseller that works on the same company (`deal`) or has it as a client (`client_uuid`)."""

    tenant: Tenant
    deal: Deal | None = None
    client_uuid: UUID | None = None

    @property
    def is_protected(self) -> bool:
        """Whether its deal is protected now: nobody else's can be."""
        return self.deal is not None and is_protected(self.deal)


def is_protected(deal: Deal) -> bool:
    """Whether a deal is approved and its days are not over."""
    until = deal.protected_until
    return deal.status == Deal.Status.APPROVED and until is not None and until > now()


def rivals(tenant_id: int, marks: Marks | Marked) -> QuerySet[Deal]:
    """Open deals of other resellers with the same company or person."""
    others = Deal.objects.filter(status__in=Deal.OPEN).exclude(tenant_id=tenant_id)
    return others.filter(same_as(marks))


def clients_elsewhere(tenant_id: int, marks: Marks | Marked) -> QuerySet[ClientMark]:
    """Clients of other resellers that are the same company or person."""
    running = ClientMark.objects.exclude(tenant_id=tenant_id).exclude(tenant__status=Tenant.Status.CLOSED)
    return running.filter(same_as(marks))


def own_clients(tenant_id: int, marks: Marks | Marked) -> list[UUID]:
    """Clients of the reseller itself that are the same company or person."""
    mine = ClientMark.objects.filter(tenant_id=tenant_id).filter(same_as(marks))
    return list(mine.order_by("pk").values_list("client_uuid", flat=True)[:5])


def has_conflict(tenant_id: int, marks: Marks | Marked) -> bool:
    """Whether there is anybody else."""
    return rivals(tenant_id, marks).exists() or clients_elsewhere(tenant_id, marks).exists()


def conflicts_of(deal: Deal) -> list[Conflict]:
    """Everybody else, protected deals first. Two queries."""
    deals = rivals(deal.tenant_id, deal).select_related("tenant").order_by("submitted_at")[:20]
    clients = clients_elsewhere(deal.tenant_id, deal).select_related("tenant").order_by("pk")[:20]
    found = [Conflict(other.tenant, deal=other) for other in deals]
    found += [Conflict(mark.tenant, client_uuid=mark.client_uuid) for mark in clients]
    return sorted(found, key=lambda conflict: not conflict.is_protected)
