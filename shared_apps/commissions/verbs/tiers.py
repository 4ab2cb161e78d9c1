"""Levels of affiliates: written by the office, given by hand, or reached by what was brought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..cards import OwnEarning, TierInUse
from ..models import AffiliateTier, Rule, TierStanding
from ..terms import programme
from ..tiers import brought

EDITABLE = ("name", "position", "least_minor", "days")
REACHING = Actor.system("commissions.levels")


@transaction.atomic
def put_tier(fields: Mapping[str, Any], *, tier: AffiliateTier | None = None, by: Actor) -> AffiliateTier:
    """Add a level or change it. Its slug, which rules name, stays as it was made. Raises `ValidationError`."""
    strange = fields.keys() - set(EDITABLE)
    if strange:
        raise ValueError(f"Not of a level: {sorted(strange)}.")
    tenant = current_tenant()
    kept = tier or AffiliateTier(tenant_id=tenant.id, currency=programme().currency)
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.slug = kept.slug or _free_slug(kept.name)
    kept.full_clean(exclude=["tenant"])
    kept.save()
    record(kept, "put tier", by=by, **dict(fields))
    return kept


@transaction.atomic
def drop_tier(tier: AffiliateTier, *, by: Actor) -> None:
    """Remove a level that nobody has by hand and no rule in force or in draft names. Raises `TierInUse`."""
    rules = Rule.objects.filter(version__tenant_id=tier.tenant_id, tier=tier.slug)
    is_named = rules.filter(version__status="draft").exists() or any(
        rule.tier == tier.slug for rule in programme().version.rules.all()
    )
    if is_named or tier.standings.filter(is_by_hand=True).exists():
        raise TierInUse(tier.slug)
    record(tier, "drop tier", by=by)
    tier.standings.all().delete()
    tier.delete()


@transaction.atomic
def give_tier(person_uuid: UUID, tier: AffiliateTier | None, *, by: Actor) -> None:
    """Put a person into a level by hand; None takes it away, and what was reached holds again.

    Raises `OwnEarning` for oneself.
    """
    if by.key == str(person_uuid):
        raise OwnEarning(by.label)
    tenant_id = current_tenant().id
    TierStanding.objects.filter(tenant_id=tenant_id, person_uuid=person_uuid).delete()
    if tier is None:
        reach_tier(person_uuid, by=by)
        return
    standing = TierStanding.objects.create(
        tenant_id=tenant_id, person_uuid=person_uuid, tier=tier, is_by_hand=True, since=now()
    )
    record(standing, "give tier", by=by, tier=tier.slug)


@transaction.atomic
def reach_tier(person_uuid: UUID, *, by: Actor = REACHING) -> TierStanding | None:
    """Put a person into the highest level that what they brought reaches; one given by hand stays."""
    tenant = current_tenant()
    standings = TierStanding.objects.select_for_update().filter(tenant_id=tenant.id, person_uuid=person_uuid)
    held = standings.first()
    if tenant.is_operator or (held and held.is_by_hand):
        return held
    reached = _reached(person_uuid)
    if held and reached and held.tier_id == reached.pk:
        return held
    standings.delete()
    if reached is None:
        return None
    made, _is_new = TierStanding.objects.get_or_create(
        tenant_id=tenant.id, person_uuid=person_uuid, defaults={"tier": reached, "since": now()}
    )
    record(made, "reach tier", by=by, tier=reached.slug)
    return made


def _reached(person_uuid: UUID) -> AffiliateTier | None:
    levels = AffiliateTier.objects.filter(
        tenant_id=current_tenant().id, is_active=True, least_minor__isnull=False
    )
    for tier in levels.order_by("-least_minor"):
        minor = brought([person_uuid], tier.currency, tier.days).get(person_uuid, 0)
        if minor >= (tier.least_minor or 0):
            return tier
    return None


def _free_slug(name: str) -> str:
    """A slug of the name that no level of the tenant has; names in other scripts get a number alone."""
    stem = slugify(name)[:30] or "level"
    taken = set(AffiliateTier.objects.filter(tenant_id=current_tenant().id).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)
