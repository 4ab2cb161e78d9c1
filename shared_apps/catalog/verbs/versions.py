"""Price changes: drafted, weighed, announced, applied on their date, or withdrawn before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.models import STOPPED, Tenant

from ..models import Price, PriceLine, PriceVersion, Reach, Tier, TierPrice
from ..reckoning import Amounts, adjusted, amounts_of, paid_by, same, wanted
from .put import Texts

Status = PriceVersion.Status
# Promised in the partner terms (shared_apps/partner_store/terms.py) for what a reseller pays.
RAISE_NOTICE_DAYS = 30
# What is sent to one that is stopped waits until it is back.
_REACHABLE = (Tenant.Status.LIVE, *sorted(STOPPED))


class NothingChanged(ValueError):
    """The draft changes no price."""


class NotWeighed(ValueError):
    """Nobody has seen yet what the draft would mean to each reseller."""


class NoticeTooShort(ValueError):
    """The date is too near; `earliest` is the first moment that would do."""

    def __init__(self, earliest: datetime) -> None:
        super().__init__(earliest.isoformat())
        self.earliest = earliest


@transaction.atomic
def draft_version(*, by: Actor) -> PriceVersion:
    """Begin a change of prices. Nothing of it is in force, and nobody is told."""
    last = PriceVersion.objects.aggregate(last=Max("number"))["last"] or 0
    version = PriceVersion.objects.create(number=last + 1)
    record(version, "draft", by=by)
    return version


@transaction.atomic
def put_lines(version: PriceVersion, wanted: Mapping[int, Amounts], *, by: Actor) -> int:
    """Set the new amounts of prices (by key) in a draft; one that equals what is in force leaves the draft.

    What was weighed before is weighed again. Returns how many lines the draft has then. Raises `IllegalMove` where
    it is no draft any more, and `PricesOutOfOrder`.
    """
    held = _locked(version, Status.DRAFT)
    for price in _prices(wanted):
        _put_line(held, price, wanted[price.pk])
    PriceVersion.objects.filter(pk=held.pk).update(weighed_at=None)
    held.outlooks.all().delete()
    held.reaches.all().delete()
    count = held.lines.count()
    record(held, "change lines", by=by, lines=count)
    return count


@transaction.atomic
def adjust(version: PriceVersion, prices: QuerySet[Price], *, part: str, basis_points: int, by: Actor) -> int:
    """Raise or lower what the draft has for many prices at once, in basis points; how many lines it has then.

    `part`: wholesale, retail or all. Raises as `put_lines` does; then nothing is changed.
    """
    lines = {line.price_id: line for line in version.lines.all()}
    changed = {}
    for price in prices.prefetch_related("of_tiers__tier"):
        now_in = amounts_of(price)
        drafted = wanted(lines[price.pk], now_in) if price.pk in lines else now_in
        changed[price.pk] = adjusted(drafted, part, basis_points)
    return put_lines(version, changed, by=by)


@transaction.atomic
def weigh(version: PriceVersion, *, by: Actor) -> int:
    """Reckon what the draft would mean to each live reseller, in its own time; returns how many there are.

    Last month's sales and the offers lie with each reseller: a task for each looks there and writes an `Outlook`.
    """
    held = _locked(version, Status.DRAFT, Status.SCHEDULED)
    if not held.lines.exists():
        raise NothingChanged(str(held))
    at = now()
    PriceVersion.objects.filter(pk=held.pk).update(weighed_at=at)
    held.outlooks.all().delete()
    tenants = _resellers(Tenant.Status.LIVE)
    Reach.objects.bulk_create(
        [Reach(version=held, tenant_id=tenant) for tenant in tenants],
        update_conflicts=True,
        unique_fields=["version", "tenant"],
        update_fields=["weighed_at"],
    )
    for tenant in tenants:
        _send(tenant, "storefront.weigh_prices", held, at.isoformat())
    record(held, "weigh", by=by, resellers=len(tenants))
    return len(tenants)


@transaction.atomic
def publish(
    version: PriceVersion,
    *,
    effective_at: datetime,
    notice_days: int,
    for_renewals: bool,
    note: Texts,
    by: Actor,
) -> None:
    """Fix the date. Resellers are told `notice_days` before it, and at once where that is past.

    Raises `NothingChanged`, `NotWeighed`, `NoticeTooShort` and `IllegalMove`.
    """
    held = _locked(version, Status.DRAFT)
    if not held.lines.exists():
        raise NothingChanged(str(held))
    if held.weighed_at is None or held.reaches.filter(weighed_at=None).exists():
        raise NotWeighed(str(held))
    least = max(notice_days, RAISE_NOTICE_DAYS if raises_wholesale(held) else 0)
    earliest = now() + timedelta(days=least)
    if effective_at < earliest:
        raise NoticeTooShort(earliest)
    version.move(
        Status.SCHEDULED,
        by=by,
        effective_at=effective_at,
        notice_days=least,
        for_renewals=for_renewals,
        note=dict(note),
        published_at=now(),
    )
    tell_at = max(effective_at - timedelta(days=least), now())
    operator = Tenant.objects.values_list("pk", flat=True).get(kind=Tenant.Kind.OPERATOR)
    payload = {"version": str(version.uuid)}
    schedule_for(operator, "catalog.announce_prices", payload, key=f"{version.uuid}", due_at=tell_at)
    schedule_for(operator, "catalog.apply_prices", payload, key=f"{version.uuid}", due_at=effective_at)


@transaction.atomic
def withdraw_version(version: PriceVersion, *, reason: str = "", by: Actor) -> None:
    """Drop a draft, or call an announced change off before its date: whoever was told of it is told that too."""
    version.move(Status.WITHDRAWN, by=by, reason=reason, ended_at=now())
    for tenant in version.reaches.exclude(announced_at=None).values_list("tenant_id", flat=True):
        _send(tenant, "storefront.call_prices_off", version, "")


@transaction.atomic
def announce(version_uuid: str) -> int:
    """Tell every live reseller of an announced change; returns how many. Withdrawn meanwhile, nobody is told."""
    version = PriceVersion.objects.filter(uuid=version_uuid, status=Status.SCHEDULED).first()
    if version is None:
        return 0
    tenants = _resellers(*_REACHABLE)
    for tenant in tenants:
        _send(tenant, "storefront.announce_prices", version, "")
    return len(tenants)


@transaction.atomic
def apply_version(version_uuid: str, *, by: Actor) -> bool:
    """Put the new prices in force, keep the old ones in the lines; False where it was withdrawn before its date.

    Running services take the new wholesale prices over one reseller after another, where the version says so.
    """
    version = PriceVersion.objects.select_for_update().filter(uuid=version_uuid).first()
    if version is None or version.status != Status.SCHEDULED:
        return False
    for line in version.lines.select_related("price").prefetch_related("price__of_tiers__tier"):
        _apply(line)
    version.move(Status.APPLIED, by=by, ended_at=now())
    if version.for_renewals:
        for tenant in _resellers(*_REACHABLE):
            _send(tenant, "orders.take_over_prices", version, "")
    return True


def raises_wholesale(version: PriceVersion) -> bool:
    """Whether anybody would pay more than now."""
    lines = version.lines.select_related("price").prefetch_related("price__of_tiers__tier")
    tiers = [None, *Tier.objects.filter(is_active=True).values_list("slug", flat=True)]
    return any(
        paid_by(tier, amounts_of(line.price)) < paid_by(tier, wanted(line))
        for line in lines
        for tier in tiers
    )


def _put_line(version: PriceVersion, price: Price, amounts: Amounts) -> None:
    amounts.check(price)
    if same(amounts_of(price), amounts):
        version.lines.filter(price=price).delete()
        return
    PriceLine.objects.update_or_create(
        version=version,
        price=price,
        defaults={
            "wholesale_minor": amounts.wholesale,
            "floor_minor": amounts.floor,
            "suggested_minor": amounts.suggested,
            "ceiling_minor": amounts.ceiling,
            "tiers": dict(amounts.tiers),
        },
    )


def _apply(line: PriceLine) -> None:
    price = line.price
    old, new = amounts_of(price), wanted(line)
    new.check(price)
    line.before = {
        "wholesale": old.wholesale,
        "floor": old.floor,
        "suggested": old.suggested,
        "ceiling": old.ceiling,
        "tiers": dict(old.tiers),
    }
    line.save(update_fields=["before"])
    Price.objects.filter(pk=price.pk).update(
        wholesale_minor=new.wholesale,
        floor_minor=new.floor,
        suggested_minor=new.suggested,
        ceiling_minor=new.ceiling,
    )
    put_tier_prices(price, new.tiers)


def put_tier_prices(price: Price, tiers: Mapping[str, int | None]) -> None:
    """Set what each named tier pays; None takes its own price away. Unknown tiers are passed over."""
    keys = dict(Tier.objects.filter(slug__in=tiers).values_list("slug", "pk"))
    for slug, minor in tiers.items():
        if slug not in keys:
            continue
        if minor is None:
            TierPrice.objects.filter(price=price, tier_id=keys[slug]).delete()
        else:
            TierPrice.objects.update_or_create(
                price=price, tier_id=keys[slug], defaults={"wholesale_minor": minor}
            )


def _prices(wanted: Mapping[int, Any]) -> Iterable[Price]:
    return Price.objects.filter(pk__in=wanted).prefetch_related("of_tiers__tier")


def _locked(version: PriceVersion, *statuses: str) -> PriceVersion:
    held = PriceVersion.objects.select_for_update().get(pk=version.pk)
    if held.status not in statuses:
        raise IllegalMove(held, "changed")
    return held


def _resellers(*statuses: str) -> list[int]:
    found = Tenant.objects.filter(kind=Tenant.Kind.RESELLER, status__in=statuses, is_probe=False)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _send(tenant: int, task: str, version: PriceVersion, mark: str) -> None:
    payload = {"version": str(version.uuid)}
    schedule_for(tenant, task, payload, key=f"{version.uuid}:{mark}")
