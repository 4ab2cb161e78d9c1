"""What a reseller may ask for, at which price, and why not where it may not (REQUIREMENTS S4.3, S4.14)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, Sum

from shared_apps.catalog import door as catalog
from shared_apps.catalog.wording import per_unit
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.models import Tenant

from .eligibility import Answer, Standing, answers
from .models import ExtraService, RequestLine, ServiceRequest, StoreItem, StorePrice, Work


@dataclass(frozen=True, slots=True)
class Offered:
    """An item as one reseller sees it. `held`: how many it has or has asked for. `answers`: who may have it."""

    item: StoreItem
    price: Money
    held: int
    answers: Sequence[Answer]

    @property
    def is_open(self) -> bool:
        """Whether it may be asked for now; what it `needs` may come with it."""
        return self.left > 0 and all(answer.is_met or answer.may_follow for answer in self.answers)

    @property
    def left(self) -> int:
        return max(self.item.max_quantity - self.held, 0)

    @property
    def hurdles(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.is_met]

    @property
    def per(self) -> str:
        return per_unit(self.item.period, False)


def shelf(tenant: Tenant, skus: Collection[str] | None = None) -> list[Offered]:
    """The items that have a price in the reseller's currency, in their order; some of them by `skus`.

    A constant number of queries.
    """
    found = _on_offer(tenant.currency)
    items = list(found if skus is None else found.filter(sku__in=list(skus)))
    standing, counts = standing_of(tenant), held(tenant.pk)
    return [
        Offered(item, item.prices.all()[0].amount, counts.get(item.pk, 0), answers(item, standing))
        for item in items
    ]


def standing_of(tenant: Tenant) -> Standing:
    """What eligibility is read from. The tier is asked of the catalogue."""
    tier = catalog.tier_of(tenant.pk)
    active = ExtraService.objects.filter(tenant_id=tenant.pk, status=ExtraService.Status.ACTIVE)
    return Standing(
        is_live=tenant.status == Tenant.Status.LIVE,
        age_days=(now() - tenant.created_at).days,
        tier=tier.slug,
        tiers={one.slug: one.name for one in catalog.tiers()},
        has=frozenset(active.values_list("item_id", flat=True)),
    )


def held(tenant_id: int, besides: ServiceRequest | None = None) -> Mapping[int, int]:
    """How many of each item a reseller has or waits for; work that is done is no longer had. Two queries."""
    active = ExtraService.objects.filter(tenant_id=tenant_id, status=ExtraService.Status.ACTIVE)
    counted = _sums(active.exclude(work=Work.DONE))
    waiting = RequestLine.objects.filter(
        request__tenant_id=tenant_id, request__status__in=ServiceRequest.OPEN
    ).exclude(decision=RequestLine.Decision.REJECTED)
    if besides:
        waiting = waiting.exclude(request=besides)
    for item_id, count in _sums(waiting).items():
        counted[item_id] = counted.get(item_id, 0) + count
    return counted


def _sums(rows: QuerySet[ExtraService] | QuerySet[RequestLine]) -> dict[int, int]:
    return dict(rows.order_by().values_list("item_id").annotate(Sum("quantity")))


def _on_offer(currency: str) -> QuerySet[StoreItem]:
    prices = StorePrice.objects.filter(currency=currency)
    return (
        StoreItem.objects.filter(is_active=True, pk__in=prices.values("item_id"))
        .prefetch_related(Prefetch("prices", prices), "needs")
        .order_by("position", "pk")
    )
