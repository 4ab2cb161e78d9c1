"""What a change of package costs, to the last unit, before anybody confirms it (REQUIREMENTS S5.20, S5.21)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from shared_apps.kernel.money import Money, total
from shared_apps.kernel.periods import Stretch, period_end
from shared_apps.kernel.proration import unused
from tenants.models import Tenant

from .models import PlanChange, PlatformPeriod, PlatformPlan, PlatformPrice, PlatformSubscription

Period = PlatformSubscription.Period


class PackageRefused(ValueError):
    """This package cannot be chosen: there is none of its name, no price in the currency, or it is what there is."""


class PaidInAnotherCurrency(PackageRefused):
    """Time is paid in a currency in which the package has no price: what is left of it could not be credited."""

    def __init__(self, currency: str, until: datetime) -> None:
        super().__init__(f"{currency} until {until.isoformat()}")
        self.currency, self.until = currency, until


class BillsFirst(Exception):
    """The running time is billed and not paid yet: that comes first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of time that changes hands: what the new package costs for it, what the old one's rest is worth."""

    begins: datetime
    ends: datetime
    whole_from: datetime
    price: Money
    credit: Money


@dataclass(frozen=True, slots=True)
class ChangeQuote:
    """What becomes of the plan. `is_now`: at once, for `charge`; else when it renews, for nothing now."""

    package: PlatformPlan
    period: str
    at: datetime
    is_now: bool
    full_price: Money
    parts: tuple[Part, ...] = field(default=())

    @property
    def price(self) -> Money:
        return total([part.price for part in self.parts], self.full_price.currency)

    @property
    def credit(self) -> Money:
        return total([part.credit for part in self.parts], self.full_price.currency)

    @property
    def charge(self) -> Money:
        return self.price - self.credit

    @property
    def ends_at(self) -> datetime | None:
        return self.parts[-1].ends if self.parts else None


def price_of(package: PlatformPlan, period: str, tenant: Tenant) -> Money | None:
    """What a whole period costs the reseller: in its currency, else in the operator's, else in the first one."""
    rows = {price.currency: price for price in package.prices.all() if price.period == period}
    return _chosen(rows, tenant)


def package_of(plan: PlatformSubscription) -> PlatformPlan | None:
    return PlatformPlan.objects.prefetch_related("prices").filter(sku=plan.sku).first()


def paid_periods(plan: PlatformSubscription, at: datetime) -> list[PlatformPeriod]:
    """What is paid of the time after a moment, in order."""
    paid = plan.periods.filter(status=PlatformPeriod.Status.PAID, ends_at__gt=at)
    return list(paid.order_by("begins_at"))


def changes_at(plan: PlatformSubscription) -> datetime | None:
    """When what is planned counts: at the end of the time that runs, or of what is paid after it."""
    if plan.renews_at is None:
        return None
    ahead = plan.periods.filter(status=PlatformPeriod.Status.PAID, begins_at__gte=plan.renews_at)
    return max([plan.renews_at, *ahead.values_list("ends_at", flat=True)])


def quote_change(plan: PlatformSubscription, sku: str, period: str, at: datetime) -> ChangeQuote:
    """What this change costs at a moment, in the currency in which time is paid. Raises `PackageRefused`,
    `PaidInAnotherCurrency` where that is impossible, and `BillsFirst`.
    """
    package = PlatformPlan.objects.prefetch_related("prices").filter(sku=sku, is_active=True).first()
    price = price_of(package, period, plan.tenant) if package and period in Period.values else None
    if package is None or price is None or (sku, period) == (plan.sku, plan.period):
        raise PackageRefused(f"{sku} {period}")
    if plan.is_on_trial:
        return ChangeQuote(package, period, at, True, price)
    if not _is_dearer(plan, price, period):
        return ChangeQuote(package, period, at, False, price)
    if plan.periods.filter(status=PlatformPeriod.Status.BILLED, begins_at__lte=at).exists():
        raise BillsFirst(plan.sku)
    now_price = _price_in_paid(plan, package, period, price, at)
    quote = ChangeQuote(package, period, at, True, now_price, _parts(plan, period, now_price, at))
    # What is left is worth more than the new time costs: nothing is given back, it changes when it renews.
    return quote if quote.charge.minor >= 0 else ChangeQuote(package, period, at, False, price)


def _is_dearer(plan: PlatformSubscription, price: Money, period: str) -> bool:
    """A longer period and a dearer package begin at once; everything else when the plan renews."""
    if period != plan.period:
        return period == Period.YEAR
    package = package_of(plan)
    current = price_of(package, plan.period, plan.tenant) if package else None
    return current is None or current.currency != price.currency or price > current


def _price_in_paid(
    plan: PlatformSubscription, package: PlatformPlan, period: str, price: Money, at: datetime
) -> Money:
    """The price in the currency of the paid time that is left, which is credited exactly: nothing is exchanged."""
    paid = [row for row in paid_periods(plan, at) if row.price_minor]
    other = [row for row in paid if row.currency != price.currency]
    if not other:
        return price
    rows = {one.currency: one for one in package.prices.all() if one.period == period}
    currencies = {row.currency for row in paid}
    if len(currencies) == 1 and other[0].currency in rows:
        return rows[other[0].currency].amount
    raise PaidInAnotherCurrency(other[-1].currency, other[-1].ends_at)


def _parts(plan: PlatformSubscription, period: str, price: Money, at: datetime) -> tuple[Part, ...]:
    paid = [row for row in paid_periods(plan, at) if row.currency == price.currency]
    if period == plan.period and paid:
        return tuple(_part(plan, row, price, at) for row in paid)
    credit = total(
        [unused(row.price, Stretch(row.begins_at, row.ends_at), at) for row in paid], price.currency
    )
    return (Part(at, period_end(at, period, 1), at, price, credit),)


def _part(plan: PlatformSubscription, row: PlatformPeriod, price: Money, at: datetime) -> Part:
    whole_from = _whole_from(plan, row)
    begins = max(at, row.begins_at)
    return Part(
        begins,
        row.ends_at,
        whole_from,
        unused(price, Stretch(whole_from, row.ends_at), begins),
        unused(row.price, Stretch(row.begins_at, row.ends_at), begins),
    )


def _whole_from(plan: PlatformSubscription, row: PlatformPeriod) -> datetime:
    """When the whole period began of which an earlier change has left this row."""
    for change in plan.changes.filter(status=PlanChange.Status.MADE).order_by("-pk"):
        for stretch in change.stretches:
            if datetime.fromisoformat(stretch["ends"]) == row.ends_at:
                return datetime.fromisoformat(stretch["whole_from"])
    return row.begins_at


def _chosen(rows: dict[str, PlatformPrice], tenant: Tenant) -> Money | None:
    if not rows:
        return None
    own = Tenant.objects.filter(kind=Tenant.Kind.OPERATOR).values_list("currency", flat=True).first()
    found = rows.get(tenant.currency) or rows.get(own or "") or next(iter(rows.values()))
    return found.amount
