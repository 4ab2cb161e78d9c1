"""Reads of the figures; each is one query."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet, Sum

from shared_apps.kernel.money import Money

from .models import SaleFact
from .rows import SaleRow, SkuMonth


def sales_of(tenant_id: int) -> QuerySet[SaleFact]:
    """A tenant's lines, oldest first."""
    return SaleFact.objects.filter(tenant_id=tenant_id).order_by("at", "pk")


def revenue_sums(since: datetime, tenant_id: int | None = None) -> dict[int, list[Money]]:
    """Net revenue since a moment by tenant, an amount for each currency."""
    facts = SaleFact.objects.filter(at__gte=since, tenant__is_probe=False).order_by()
    if tenant_id is not None:
        facts = facts.filter(tenant_id=tenant_id)
    sums = facts.values_list("tenant_id", "currency").annotate(net=Sum("net_minor")).order_by("currency")
    found: dict[int, list[Money]] = {}
    for owner, currency, net in sums:
        found.setdefault(owner, []).append(Money(int(net), currency))
    return found


def sku_sums(tenant_id: int, since: datetime) -> list[SkuMonth]:
    """What each plan and add-on brought since a moment."""
    sums = (
        SaleFact.objects.filter(tenant_id=tenant_id, at__gte=since)
        .order_by()
        .values_list("sku", "currency")
        .annotate(
            count=Sum("quantity"), net=Sum("net_minor"), cost=Sum("wholesale_minor"), left=Sum("margin_minor")
        )
        .order_by("sku", "currency")
    )
    return [
        SkuMonth(
            sku,
            currency,
            int(count),
            Money(int(net), currency),
            Money(int(cost), currency),
            Money(int(left), currency),
        )
        for sku, currency, count, net, cost, left in sums
    ]


def sale_row(fact: SaleFact) -> SaleRow:
    """A line as doors show it."""

    def money(minor: int) -> Money:
        return Money(minor, fact.currency)

    return SaleRow(
        entry_uuid=fact.entry_uuid,
        position=fact.position,
        at=fact.at,
        invoice_uuid=fact.invoice_uuid,
        invoice_number=fact.invoice_number,
        client_uuid=fact.client_uuid,
        country=fact.country,
        sku=fact.sku,
        product_sku=fact.product_sku,
        kind=fact.kind,
        occasion=fact.occasion,
        quantity=fact.quantity,
        discount=money(fact.discount_minor),
        net=money(fact.net_minor),
        tax=money(fact.tax_minor),
        wholesale=money(fact.wholesale_minor),
        fee=money(fact.fee_minor),
        commission=money(fact.commission_minor),
        service_uuid=fact.service_uuid,
        beneficiary=fact.beneficiary_uuid,
    )
