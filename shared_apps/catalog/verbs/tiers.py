"""The tiers of the partner programme."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money

from ..models import Tier
from .put import Texts
from .shelve import StillInUse


@transaction.atomic
def put_tier(slug: str, *, name: Texts, least_revenue: Money, position: int = 0, by: Actor) -> Tier:
    """A tier, and what twelve months must bring for it."""
    tier, _new = Tier.objects.update_or_create(
        slug=slug,
        defaults={
            "name": dict(name),
            "least_revenue_minor": least_revenue.minor,
            "currency": least_revenue.currency,
            "position": position,
        },
    )
    record(tier, "put", by=by, least_revenue=least_revenue.minor)
    return tier


@transaction.atomic
def make_default(tier: Tier, *, by: Actor) -> None:
    """From now on it is the tier of every reseller for whom nothing else was decided."""
    Tier.objects.select_for_update().filter(is_default=True).exclude(pk=tier.pk).update(is_default=False)
    tier.is_default = tier.is_active = True
    tier.save(update_fields=["is_default", "is_active"])
    record(tier, "make default", by=by)


@transaction.atomic
def retire_tier(tier: Tier, *, by: Actor) -> None:
    """Nobody is put into it any more; raises `StillInUse` for the default one and while a reseller is in it."""
    held = Tier.objects.select_for_update().get(pk=tier.pk)
    if held.is_default or held.sellers.exists():
        raise StillInUse(tier.slug)
    tier.is_active = False
    tier.save(update_fields=["is_active"])
    record(tier, "retire", by=by)


@transaction.atomic
def bring_back_tier(tier: Tier, *, by: Actor) -> None:
    """Resellers may be put into it again."""
    tier.is_active = True
    tier.save(update_fields=["is_active"])
    record(tier, "bring back", by=by)
