"""What last month's sales would have brought under other terms (reports' facts; nothing is written).

Both sides are reckoned anew on the same sales, in their order, so that only the terms differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .models import (
    AffiliateStatus,
    Earning,
    EarningLine,
    KnownPerson,
    ProgrammeVersion,
    Referral,
    ReferralCode,
    Rule,
)
from .reckoning import Case, reckon
from .sales import Sold, sold_since
from .terms import rules_of
from .tiers import tiers_of

SPAN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Simulation:
    """The outcome in one currency. `since`: where the span of the sales begins."""

    since: datetime
    currency: str
    sales: int
    base: Money
    old: Money
    new: Money
    people: list[tuple[str, Money, Money]]
    rules: list[tuple[UUID, Money, Money]]

    @property
    def difference(self) -> Money:
        return self.new - self.old


@dataclass(slots=True)
class _World:
    """What both sides are reckoned with."""

    referrals: Mapping[UUID, Referral]
    tiers: Mapping[UUID, str]
    purchases: Mapping[UUID, int]
    earned: Mapping[UUID, Mapping[UUID, int]]


@dataclass(slots=True)
class _Side:
    """What one version gives, sale after sale."""

    version: ProgrammeVersion
    rules: list[Rule] = field(default_factory=list)
    purchases: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    earned: dict[tuple[UUID, UUID], int] = field(default_factory=lambda: defaultdict(int))


def simulate(old: ProgrammeVersion, new: ProgrammeVersion, currency: str = "") -> Simulation:
    """The sales of the last 30 days under two versions, those in a currency: the programme's unless one is named.

    Rules that name amounts are for the programme's own alone.
    """
    since, currency = now() - SPAN, currency or new.currency
    found = sold_since(since, currency)
    world = _world({one.client_uuid for one in found}, since)
    sold = [one for one in found if one.client_uuid in world.referrals]
    before, after = _run(_Side(old, rules_of(old)), sold, world), _run(_Side(new, rules_of(new)), sold, world)
    base = sum(one.net.minor for one in sold)
    return Simulation(
        since=since,
        currency=currency,
        sales=len(sold),
        base=Money(base, currency),
        old=_sum(before, currency),
        new=_sum(after, currency),
        people=_by_person(before, after, currency),
        rules=_by_rule(before, after, currency),
    )


Outcome = list[tuple[UUID, UUID | None, int]]


def _run(side: _Side, sold: Sequence[Sold], world: _World) -> Outcome:
    """Person, rule (its key) and minor units of every line."""
    found: Outcome = []
    for one in sold:
        referral = world.referrals[one.client_uuid]
        shares = reckon(one.lines, side.rules, _case(side, one, referral, world))
        if _has_ended(side.version, referral, one.at) or sum(share.amount.minor for share in shares) <= 0:
            continue
        side.purchases[one.client_uuid] += 1
        for share in shares:
            key = share.rule.key if share.rule else None
            found.append((referral.referrer_uuid, key, share.amount.minor))
            if key:
                side.earned[one.client_uuid, key] += share.amount.minor
    return found


def _case(side: _Side, one: Sold, referral: Referral, world: _World) -> Case:
    known = world.earned.get(one.client_uuid, {})
    return Case(
        currency=side.version.currency,
        attributed_at=referral.attributed_at,
        at=one.at,
        tier=world.tiers.get(referral.referrer_uuid, ""),
        purchases=world.purchases.get(one.client_uuid, 0) + side.purchases[one.client_uuid],
        earned={
            rule.key: known.get(rule.key, 0) + side.earned[one.client_uuid, rule.key] for rule in side.rules
        },
    )


def _has_ended(version: ProgrammeVersion, referral: Referral, at: datetime) -> bool:
    days = version.earning_days
    return days is not None and at > referral.attributed_at + timedelta(days=days)


def _world(clients: set[UUID], since: datetime) -> _World:
    """Who brought the clients, and what had been before the span. Five queries."""
    tenant_id = current_tenant().id
    found = Referral.objects.filter(tenant_id=tenant_id, client_uuid__in=clients, ended_at=None).exclude(
        code__status=AffiliateStatus.EXCLUDED
    )
    referrals = _without_oneself({one.client_uuid: one for one in found})
    earlier = Earning.objects.filter(referral__in=referrals.values(), earned_at__lt=since)
    purchases: dict[UUID, int] = defaultdict(int)
    for client in earlier.values_list("referral__client_uuid", flat=True):
        purchases[client] += 1
    earned: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    lines = EarningLine.objects.filter(earning__in=earlier, rule__isnull=False).exclude(
        earning__status="reversed"
    )
    for client, key, minor in lines.values_list(
        "earning__referral__client_uuid", "rule__key", "amount_minor"
    ):
        earned[client][key] += minor
    return _World(referrals, tiers_of({one.referrer_uuid for one in referrals.values()}), purchases, earned)


def _without_oneself(referrals: dict[UUID, Referral]) -> dict[UUID, Referral]:
    """Nobody earns from their own purchases."""
    people = {uuid for one in referrals.values() for uuid in (one.referrer_uuid, one.person_uuid)}
    rows = KnownPerson.objects.filter(tenant_id=current_tenant().id, person_uuid__in=people)
    known = {one.person_uuid: one for one in rows}

    def is_own(one: Referral) -> bool:
        first, second = known.get(one.referrer_uuid), known.get(one.person_uuid)
        return one.referrer_uuid == one.person_uuid or bool(first and second and first.is_same_as(second))

    return {client: one for client, one in referrals.items() if not is_own(one)}


def _sum(outcome: Outcome, currency: str) -> Money:
    return Money(sum(minor for _, _, minor in outcome), currency)


def _by_person(before: Outcome, after: Outcome, currency: str) -> list[tuple[str, Money, Money]]:
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for side, outcome in enumerate((before, after)):
        for person, _key, minor in outcome:
            sums[person][side] += minor
    codes = ReferralCode.objects.filter(tenant_id=current_tenant().id, person_uuid__in=sums)
    names = {person: name or code for person, name, code in codes.values_list("person_uuid", "name", "code")}
    ranked = sorted(sums.items(), key=lambda item: (-max(item[1]), str(item[0])))
    return [
        (names.get(person, ""), Money(old, currency), Money(new, currency)) for person, (old, new) in ranked
    ]


def _by_rule(before: Outcome, after: Outcome, currency: str) -> list[tuple[UUID, Money, Money]]:
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for side, outcome in enumerate((before, after)):
        for _person, key, minor in outcome:
            if key:
                sums[key][side] += minor
    return [(key, Money(old, currency), Money(new, currency)) for key, (old, new) in sums.items()]
