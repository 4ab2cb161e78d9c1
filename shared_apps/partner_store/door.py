"""The door to the partner programme: what the current reseller has from the platform beside its catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.context import current_tenant

from . import entitlements, marks, requests
from .models import ExtraService, ServiceRequest

__all__ = [
    "ExtraCard",
    "RequestCard",
    "extras_of",
    "forget_client",
    "has",
    "mark_client",
    "open_requests",
    "seats_allowed",
]


@dataclass(frozen=True, slots=True)
class ExtraCard:
    """An extra service that a reseller may use now; `paid_until` is None for one that is bought once."""

    uuid: UUID
    sku: str
    name: str
    quantity: int
    starts_at: datetime
    paid_until: datetime | None
    ends_with_period: bool


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request for extra services that is under way, or that changed and nobody of the reseller's has looked."""

    uuid: UUID
    number: str
    status: str
    label: str
    services: str
    changed_at: datetime
    is_news: bool


def open_requests() -> list[RequestCard]:
    """Those of the current reseller, newest first: rows of its dashboard (S4.11). Two queries."""
    return [_request(one) for one in requests.open_requests(current_tenant().id)]


def has(sku: str, tenant_id: int | None = None) -> bool:
    """Whether a reseller, the current one by default, may use an extra service now (S4.24)."""
    return entitlements.has_item(tenant_id or current_tenant().id, sku)


def extras_of(tenant_id: int | None = None) -> list[ExtraCard]:
    """Every extra service that it may use now, in the order in which they began."""
    found = entitlements.extras_in_force(tenant_id or current_tenant().id).order_by("starts_at", "pk")
    return [_card(extra) for extra in found]


def seats_allowed(*, lock: bool = False) -> int | None:
    """How many members the current office may have; None where nothing limits them.

    `lock`: whoever else wants to add one waits until this transaction ends.
    """
    return entitlements.seats_allowed(current_tenant().id, lock=lock)


def mark_client(client_uuid: UUID, *, email: str, domain: str) -> None:
    """Keep by what a client of the current tenant is recognised when another reseller registers a deal."""
    marks.mark_client(current_tenant().id, client_uuid, email=email, domain=domain)


def forget_client(client_uuid: UUID) -> None:
    """The client of the current tenant is gone for good."""
    marks.forget_client(current_tenant().id, client_uuid)


def _request(one: ServiceRequest) -> RequestCard:
    return RequestCard(
        uuid=one.uuid,
        number=one.number,
        status=one.status,
        label=one.get_status_display(),
        services=", ".join(map(str, one.lines.all())),
        changed_at=one.changed_at,
        is_news=one.is_news,
    )


def _card(extra: ExtraService) -> ExtraCard:
    return ExtraCard(
        uuid=extra.uuid,
        sku=extra.sku,
        name=str(extra),
        quantity=extra.quantity,
        starts_at=extra.starts_at,
        paid_until=extra.paid_until,
        ends_with_period=extra.ends_with_period,
    )
