"""Reads of moves of clients."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from shared_apps.kernel.clock import now
from shared_apps.kernel.periods import period_end
from tenants.context import current_tenant

from .models import OPEN, ClientMove


def moves() -> QuerySet[ClientMove]:
    """Every move, newest first, with both resellers."""
    return ClientMove.objects.select_related("tenant", "to_tenant").order_by("-pk")


def leaving() -> QuerySet[ClientMove]:
    """Those of clients of the current reseller that are to go, or went, to another one."""
    return moves().filter(tenant_id=current_tenant().id)


def coming() -> QuerySet[ClientMove]:
    """Those to the current reseller: asked for, agreed, or done."""
    return moves().filter(to_tenant_id=current_tenant().id)


def open_of(client_uuid: UUID) -> ClientMove | None:
    """The move of a client of the current reseller that is not over."""
    return leaving().filter(client_uuid=client_uuid, status__in=OPEN).first()


def latest_of(client_uuid: UUID) -> ClientMove | None:
    """The newest move of a client of the current reseller."""
    return leaving().filter(client_uuid=client_uuid).first()


def sharing(client_uuid: UUID, invoice_uuid: UUID) -> ClientMove | None:
    """The move of a client that came here, while its share runs; afterwards for an invoice that was shared."""
    moves = ClientMove.objects.filter(
        to_tenant_id=current_tenant().id, new_client_uuid=client_uuid, status=ClientMove.Status.DONE
    )
    move = moves.order_by("-pk").first()
    if move is None or move.done_at is None:
        return None
    is_running = move.share_bp > 0 and period_end(move.done_at, "month", move.share_months) > now()
    return move if is_running or move.shares.filter(invoice_uuid=invoice_uuid).exists() else None
