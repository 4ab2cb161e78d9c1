"""Reads of service requests and of what resellers have."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from shared_apps.kernel.clock import now

from .items import PROBE_SKU
from .models import ExtraService, RequestLine, ServiceRequest, StoreItem, Work

Status = ServiceRequest.Status
DONE = frozenset({Status.ACTIVE, Status.REJECTED, Status.WITHDRAWN})


def requests() -> QuerySet[ServiceRequest]:
    """Every request with its reseller and its lines."""
    lines = RequestLine.objects.select_related("item").prefetch_related("item__needs")
    return ServiceRequest.objects.select_related("tenant").prefetch_related(Prefetch("lines", lines))


def requests_of(tenant_id: int) -> QuerySet[ServiceRequest]:
    return requests().filter(tenant_id=tenant_id)


def own_request(tenant_id: int, uuid: UUID) -> ServiceRequest | None:
    """One request of a reseller; None for any other's."""
    return requests_of(tenant_id).filter(uuid=uuid).first()


def open_requests(tenant_id: int) -> list[ServiceRequest]:
    """Those that are under way, and those with news that nobody of the reseller's has read (S4.11)."""
    news = Q(seen_at__isnull=True) | Q(seen_at__lt=F("changed_at"))
    found = requests_of(tenant_id).filter(Q(status__in=ServiceRequest.OPEN) | news)
    return list(found.order_by("-pk")[:10])


def found_requests(
    *, status: str = "", item: str = "", late: bool = False, search: str = ""
) -> QuerySet[ServiceRequest]:
    """The console's list, filtered: by status, by an item's SKU, those that are late, by reseller, number or asker."""
    found = requests().filter(tenant__is_probe=False)
    if status in Status.values:
        found = found.filter(status=status)
    if item:
        found = found.filter(pk__in=RequestLine.objects.filter(sku=item).values("request_id"))
    if late:
        found = found.filter(status=Status.SUBMITTED, answer_due_at__lt=now())
    if search:
        found = found.filter(_named(search))
    return found


def waiting_requests() -> QuerySet[ServiceRequest]:
    """Those that wait for a reviewer, the one due first at the head."""
    return found_requests(status=Status.SUBMITTED).order_by("answer_due_at", "pk")


def counts() -> Mapping[str, int]:
    """How many requests stand in each status. One query."""
    rows = (
        ServiceRequest.objects.filter(tenant__is_probe=False)
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    return {**dict.fromkeys(Status.values, 0), **dict(rows)}


def items_asked_for() -> list[StoreItem]:
    """Every item that can stand in a request."""
    return list(StoreItem.objects.exclude(sku=PROBE_SKU).order_by("position", "pk"))


def extras_of(tenant_id: int) -> QuerySet[ExtraService]:
    """What a reseller has and had, in force first."""
    rows = ExtraService.objects.filter(tenant_id=tenant_id).select_related("item", "line__request")
    return rows.order_by("status", "-starts_at", "-pk")


def own_extra(tenant_id: int, uuid: UUID) -> ExtraService | None:
    return extras_of(tenant_id).filter(uuid=uuid).first()


def work_waiting() -> QuerySet[ExtraService]:
    """What our team has to do for resellers, in the order in which it was paid."""
    waiting = ExtraService.objects.filter(
        work=Work.WAITING, status=ExtraService.Status.ACTIVE, tenant__is_probe=False
    )
    return waiting.select_related("tenant", "line__request").order_by("starts_at", "pk")


def mark_seen(request: ServiceRequest) -> None:
    """Somebody of the reseller's has opened it."""
    if request.is_news:
        request.seen_at = now()
        ServiceRequest.objects.filter(pk=request.pk).update(seen_at=request.seen_at)


def _named(search: str) -> Q:
    named = Q(tenant__name__icontains=search) | Q(requester_email__icontains=search)
    digits = search.upper().removeprefix("SR-").lstrip("0")
    return named | Q(pk=int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 12 else named
