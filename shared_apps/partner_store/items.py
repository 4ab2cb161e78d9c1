"""Reads of the operator's catalogue of extra services."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .models import ExtraService, RequestLine, ServiceRequest, StoreItem

# What the isolation proof gives to the resellers that it makes for itself: offered to nobody, in no list.
PROBE_SKU = "isolation-proof"


def items_for_list(search: str = "") -> list[StoreItem]:
    """Items in their order, each with `in_force` (resellers that have it) and `waiting` (open requests for it)."""
    found = (
        StoreItem.objects.exclude(sku=PROBE_SKU)
        .prefetch_related("prices", "needs")
        .order_by("position", "pk")
    )
    extras = ExtraService.objects.filter(status=ExtraService.Status.ACTIVE)
    lines = RequestLine.objects.filter(request__status__in=ServiceRequest.OPEN)
    items = list(found.annotate(in_force=_count(extras), waiting=_count(lines)))
    words = search.casefold()
    return [item for item in items if words in f"{item} {item.sku} {item.spoken_summary}".casefold()]


def _count(rows: QuerySet[ExtraService] | QuerySet[RequestLine]) -> Coalesce:
    each = rows.filter(item=OuterRef("pk")).order_by().values("item").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(each, output_field=IntegerField()), 0)
