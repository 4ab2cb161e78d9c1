"""Levels of affiliates: which there are, who has which, and what each person has brought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, DecimalField, F, QuerySet, Sum
from django.db.models.functions import Cast

from shared_apps.catalog import door as catalog
from shared_apps.kernel.clock import now
from tenants.context import current_tenant
from tenants.models import Tenant

from .models import AffiliateTier, Earning, KnownPerson, TierStanding


def tiers() -> QuerySet[AffiliateTier]:
    """The levels of the current reseller's programme, lowest first, with `people`."""
    found = AffiliateTier.objects.filter(tenant_id=current_tenant().id)
    return found.annotate(people=Count("standings"))


def tier_names() -> dict[str, str]:
    """Slug → name of the levels that rules can name; at the operator's the tiers of its resellers."""
    if current_tenant().is_operator:
        return {tier.slug: tier.name for tier in catalog.tiers()}
    return dict(tiers().order_by("position", "pk").values_list("slug", "name"))


def tiers_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """Person → slug of the level, where there is one.

    At the operator's it is the tier of the reseller whose portal the person has.
    """
    tenant, wanted = current_tenant(), list(people)
    if tenant.is_operator:
        return _partner_tiers(wanted)
    standings = TierStanding.objects.filter(tenant_id=tenant.id, person_uuid__in=wanted, tier__is_active=True)
    return dict(standings.values_list("person_uuid", "tier__slug"))


def tier_of(person_uuid: UUID) -> str:
    """The slug of a person's level; empty where there is none."""
    return tiers_of([person_uuid]).get(person_uuid, "")


def brought(people: Iterable[UUID], currency: str, days: int | None = None) -> dict[UUID, int]:
    """What the clients of people have paid since the beginning, or in the last `days`: minor units, less refunds."""
    earnings = Earning.objects.filter(
        tenant_id=current_tenant().id, beneficiary_uuid__in=list(people), currency=currency
    )
    if days:
        earnings = earnings.filter(earned_at__gte=now() - timedelta(days=days))
    # Numeric: a product of two amounts is beyond eight bytes.
    base = Cast("base_minor", DecimalField(max_digits=40, decimal_places=0))
    kept = base * (F("amount_minor") - F("reversed_minor")) / F("amount_minor")
    sums = (
        earnings.order_by()
        .values_list("beneficiary_uuid")
        .annotate(sum=Sum(kept, output_field=DecimalField(max_digits=40, decimal_places=6)))
    )
    return {person: int(minor) for person, minor in sums}


def _partner_tiers(people: list[UUID]) -> dict[UUID, str]:
    """The person's own client, at the operator's, is the reseller that they are."""
    known = KnownPerson.objects.filter(
        tenant_id=current_tenant().id, person_uuid__in=people, client_uuid__isnull=False
    )
    resellers = {one.person_uuid: one.client_uuid for one in known}
    ids = dict(
        Tenant.objects.filter(uuid__in=[uuid for uuid in resellers.values() if uuid]).values_list(
            "uuid", "pk"
        )
    )
    return {
        person: catalog.tier_of(ids[uuid]).slug for person, uuid in resellers.items() if uuid and uuid in ids
    }
