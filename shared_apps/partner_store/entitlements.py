"""What extra services switch on for a reseller (REQUIREMENTS S4.24). Every answer is one query."""

from __future__ import annotations

from django.db.models import F, QuerySet, Sum

from .models import ExtraService, Grant, PlatformSubscription


def extras_in_force(tenant_id: int) -> QuerySet[ExtraService]:
    """What a reseller may use now."""
    return ExtraService.objects.filter(tenant_id=tenant_id, status=ExtraService.Status.ACTIVE)


def has_item(tenant_id: int, sku: str) -> bool:
    return extras_in_force(tenant_id).filter(sku=sku).exists()


def has_grant(tenant_id: int, grant: str) -> bool:
    return extras_in_force(tenant_id).filter(grant=grant).exists()


def granted(tenant_id: int, grant: str) -> int:
    """How many seats or domains all its extra services bring together."""
    brings = extras_in_force(tenant_id).filter(grant=grant)
    return int(brings.aggregate(sum=Sum(F("quantity") * F("grant_amount")))["sum"] or 0)


def seats_allowed(tenant_id: int) -> int | None:
    """How many members the office may have: those of its plan and the extra ones. None without a plan: no limit."""
    plan = PlatformSubscription.objects.filter(tenant_id=tenant_id).values_list("seats", flat=True).first()
    return None if plan is None else plan + granted(tenant_id, Grant.SEATS)
