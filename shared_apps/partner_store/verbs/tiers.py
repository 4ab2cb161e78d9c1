"""The review of tiers: who has outgrown theirs, who no longer reaches it, and what the operator makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation

from shared_apps.catalog import door as catalog
from shared_apps.catalog.models import SellerTerms, Tier
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.reports import door as reports
from tenants.models import Tenant

from ..models import TierProposal
from ..owners import tell_owners
from ..worth import Rates, rates, worth

YEAR = timedelta(days=365)
# Demotions are proposed in the first days of a quarter alone, and never in a reseller's first year.
DEMOTED_WITHIN = timedelta(days=7)
OUTDATED = "It does not hold any more."
Status = TierProposal.Status


class ProposalOutdated(ValueError):
    """The reseller is in another tier by now, or the tier is gone."""


@dataclass(frozen=True, slots=True)
class _Fitting:
    """The tier that a reseller's revenue reaches, and that revenue in the tier's currency."""

    tier: Tier
    revenue: Money


@transaction.atomic
def review_tiers(*, by: Actor, at: datetime | None = None) -> int:
    """Propose another tier for whoever's revenue of twelve months asks for it; how many proposals there are new.

    One for a reseller and quarter. Amounts in another currency count by the catalogue's own prices. The number of
    queries does not grow with resellers.
    """
    at = at or now()
    tiers = list(Tier.objects.filter(is_active=True).order_by("position", "pk"))
    if len(tiers) < 2:
        return 0
    current, since = _tiers_now(tiers), at - YEAR
    revenue, known = reports.revenue_by_tenant(since), rates()
    _close_outdated(current, by)
    wanted = []
    for tenant in Tenant.objects.filter(kind=Tenant.Kind.RESELLER, is_probe=False, status=Tenant.Status.LIVE):
        mine = current.get(tenant.pk, _default(tiers))
        fits = _fitting(tiers, revenue.get(tenant.pk, []), known)
        if fits.tier.pk != mine.pk and _is_ripe(tenant, fits.tier.position > mine.position, at):
            wanted.append(_proposal(tenant, mine, fits, since, at))
    return _write(wanted, by)


@transaction.atomic
def accept_proposal(proposal: TierProposal, *, by: Actor) -> None:
    """Move the reseller into the tier and tell its owners. Raises `IllegalMove` and `ProposalOutdated`."""
    held = TierProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if held.status != Status.OPEN:
        raise IllegalMove(proposal, Status.ACCEPTED)
    terms = catalog.terms_of(proposal.tenant_id)
    if terms.tier.slug != proposal.from_tier:
        raise ProposalOutdated
    try:
        catalog.set_terms(proposal.tenant_id, tier=proposal.to_tier, products=terms.product_skus, by=by)
    except catalog.UnknownTier as gone:
        raise ProposalOutdated from gone
    proposal.move(Status.ACCEPTED, by=by, decided_at=now())
    with translation.override(proposal.tenant.default_language):
        name = catalog.tier_of(proposal.tenant_id).name
    tell_owners(proposal.tenant_id, "tier_changed", key=str(proposal.uuid), tier=name)


def leave_proposal(proposal: TierProposal, *, reason: str = "", by: Actor) -> None:
    """Leave the reseller where it is until the next quarter. Raises `IllegalMove`."""
    proposal.move(Status.LEFT, by=by, reason=reason, decided_at=now(), decision_reason=reason)


def quarter_of(at: datetime) -> str:
    """The name of a quarter, such as 2026-Q4."""
    return f"{at.year}-Q{(at.month - 1) // 3 + 1}"


def _tiers_now(tiers: Sequence[Tier]) -> Mapping[int, Tier]:
    by_key = {tier.pk: tier for tier in tiers}
    rows = SellerTerms.objects.filter(tier_id__in=by_key).values_list("tenant_id", "tier_id")
    return {tenant_id: by_key[tier_id] for tenant_id, tier_id in rows}


def _default(tiers: Sequence[Tier]) -> Tier:
    return next((tier for tier in tiers if tier.is_default), tiers[0])


def _fitting(tiers: Sequence[Tier], revenue: Sequence[Money], known: Rates) -> _Fitting:
    """The highest tier whose least revenue is reached; the lowest where none is."""
    reached = [_Fitting(tier, worth(revenue, tier.currency, known)) for tier in tiers]
    return next(
        (one for one in reversed(reached) if one.revenue.minor >= one.tier.least_revenue_minor), reached[0]
    )


def _is_ripe(tenant: Tenant, is_promotion: bool, at: datetime) -> bool:
    if is_promotion:
        return True
    begins = datetime(at.year, (at.month - 1) // 3 * 3 + 1, 1, tzinfo=at.tzinfo)
    return tenant.created_at <= at - YEAR and at - begins < DEMOTED_WITHIN


def _proposal(tenant: Tenant, mine: Tier, fits: _Fitting, since: datetime, at: datetime) -> TierProposal:
    is_promotion = fits.tier.position > mine.position
    asked = fits.tier if is_promotion else mine
    return TierProposal(
        tenant=tenant,
        period=quarter_of(at),
        from_tier=mine.slug,
        to_tier=fits.tier.slug,
        is_promotion=is_promotion,
        revenue_minor=fits.revenue.minor,
        threshold_minor=asked.least_revenue_minor,
        currency=fits.tier.currency,
        revenue_since=since,
        made_at=at,
    )


def _write(wanted: Sequence[TierProposal], by: Actor) -> int:
    """Those that are new: a second for the quarter, or beside an open one, changes nothing."""
    TierProposal.objects.bulk_create(wanted, ignore_conflicts=True)
    made = TierProposal.objects.filter(uuid__in=[one.uuid for one in wanted])
    for proposal in made:
        record(proposal, "propose", by=by, to_status=proposal.status)
    return len(made)


def _close_outdated(current: Mapping[int, Tier], by: Actor) -> None:
    """Proposals for resellers that were moved by hand."""
    for proposal in TierProposal.objects.filter(status=Status.OPEN):
        mine = current.get(proposal.tenant_id)
        if mine and mine.slug != proposal.from_tier:
            leave_proposal(proposal, reason=OUTDATED, by=by)
