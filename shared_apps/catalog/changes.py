"""A change of prices as one reseller sees it: its own wholesale price, what it may sell, the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .models import AddOn, Outlook, Plan, PriceLine, PriceVersion, Reach
from .reckoning import Amounts, amounts_of, paid_by, wanted
from .sellers import tier_of
from .standing import add_ons_allowed, plans_allowed
from .wording import per_unit, spoken

Status = PriceVersion.Status


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A change that was announced. `note` is what the operator wrote, in the reader's language."""

    uuid: UUID
    effective_at: datetime
    for_renewals: bool
    note: str
    notes: dict[str, str]
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """A price as this reseller sees it: what it pays, and between what it sells."""

    wholesale: Money
    floor: Money
    suggested: Money
    ceiling: Money

    def allows(self, retail: Money) -> bool:
        return self.floor <= retail <= self.ceiling


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """A plan or an add-on whose price changes, in one currency."""

    sku: str
    kind: str
    name: str
    per: str
    before: Limits
    after: Limits

    @property
    def currency(self) -> str:
        return self.before.wholesale.currency


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a change means to a reseller in one currency: last month's margin before and after; `rows` by item."""

    currency: str
    sold: int
    before: Money
    after: Money
    blocked: int
    rows: Sequence[dict[str, Any]]

    @property
    def change_bp(self) -> int:
        """The change in basis points of the margin before; the whole of it where there was none."""
        change, base = self.after.minor - self.before.minor, abs(self.before.minor)
        return round(change * 10_000 / base) if base else 10_000 * ((change > 0) - (change < 0))


def price_changes() -> list[PriceChange]:
    """The changes ahead that this reseller was told of, the nearest first. One query."""
    told = Reach.objects.filter(tenant_id=current_tenant().id, announced_at__isnull=False)
    ahead = PriceVersion.objects.filter(status=Status.SCHEDULED, pk__in=told.values("version"))
    return [_change(version) for version in ahead.order_by("effective_at")]


def price_change(uuid: UUID | str) -> PriceChange | None:
    """A change that is announced or in force; None for a draft, a withdrawn one and an unknown one."""
    known = PriceVersion.objects.filter(uuid=uuid, status__in=[Status.SCHEDULED, Status.APPLIED])
    version = known.first()
    return _change(version) if version else None


def was_told(uuid: UUID | str) -> bool:
    """Whether this reseller was told of a change."""
    told = Reach.objects.filter(version__uuid=uuid, tenant_id=current_tenant().id)
    return told.exclude(announced_at=None).exists()


def changed_items(uuid: UUID | str, *, on_sale_only: bool = True) -> list[ChangedItem]:
    """What changes for the reseller acted in, of what it may sell or of all; in the catalogue's order. Four queries."""
    tier = tier_of().slug
    return [_item(line, tier) for line in _lines(uuid, current_tenant().id if on_sale_only else None)]


def note_weighed(uuid: UUID | str, sums: Sequence[Weighed]) -> None:
    """Keep what a change would mean to the reseller acted in."""
    tenant_id = current_tenant().id
    version = PriceVersion.objects.get(uuid=uuid)
    Outlook.objects.filter(version=version, tenant_id=tenant_id).delete()
    Outlook.objects.bulk_create(
        Outlook(
            version=version,
            tenant_id=tenant_id,
            currency=one.currency,
            sold=one.sold,
            before_minor=one.before.minor,
            after_minor=one.after.minor,
            change_bp=one.change_bp,
            blocked=one.blocked,
            rows=list(one.rows),
        )
        for one in sums
    )
    _reach(version, weighed_at=now())


def note_announced(uuid: UUID | str) -> None:
    """The reseller acted in was told."""
    _reach(PriceVersion.objects.get(uuid=uuid), announced_at=now())


def note_taken_over(uuid: UUID | str, services: int) -> None:
    """The running services of the reseller acted in have the new wholesale prices; `services`: how many items."""
    _reach(PriceVersion.objects.get(uuid=uuid), taken_over_at=now(), services=services)


def _reach(version: PriceVersion, **fields: Any) -> None:
    Reach.objects.update_or_create(version=version, tenant_id=current_tenant().id, defaults=fields)


def _change(version: PriceVersion) -> PriceChange:
    return PriceChange(
        version.uuid,
        cast(datetime, version.effective_at),
        version.for_renewals,
        version.spoken_note,
        version.note,
        version.status == Status.SCHEDULED,
    )


def _lines(uuid: UUID | str, tenant_id: int | None) -> QuerySet[PriceLine]:
    allowed = Q(price__plan__isnull=False) & plans_allowed(tenant_id, "price__plan__product_id")
    allowed |= Q(price__add_on__isnull=False) & add_ons_allowed(tenant_id, "price__add_on_id")
    return (
        PriceLine.objects.filter(allowed, version__uuid=uuid)
        .select_related("price__plan__product__group", "price__add_on")
        .prefetch_related("price__of_tiers__tier")
        .order_by(
            "price__plan__product__group__position",
            "price__plan__product__position",
            "price__plan__position",
            "price__add_on__position",
            "price__currency",
            "pk",
        )
    )


def _item(line: PriceLine, tier: str) -> ChangedItem:
    item: Plan | AddOn = line.price.plan or line.price.add_on  # type: ignore[assignment]
    is_plan = isinstance(item, Plan)
    name = spoken(item.name)
    old = Amounts(**line.before) if line.before else amounts_of(line.price)
    new = wanted(line, old)
    return ChangedItem(
        sku=item.sku,
        kind="plan" if is_plan else "add_on",
        name=f"{spoken(item.product.name)} {name}" if isinstance(item, Plan) else name,
        per=per_unit(item.period, item.per_seat),
        before=_limits(old, tier, line.price.currency),
        after=_limits(new, tier, line.price.currency),
    )


def _limits(amounts: Amounts, tier: str, currency: str) -> Limits:
    return Limits(
        Money(paid_by(tier, amounts), currency),
        Money(amounts.floor, currency),
        Money(amounts.suggested, currency),
        Money(amounts.ceiling, currency),
    )
