"""Through whom a client came, now and before."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count

from tenants.context import current_tenant

from .cards import AttributionCard
from .models import AffiliateStatus, Referral, ReferralCode

MOST_CHOICES = 200


def attributions_of(client_uuid: UUID) -> list[AttributionCard]:
    """Every attribution of a client, newest first; the one that counts has no `ended_at`."""
    found = Referral.objects.filter(tenant_id=current_tenant().id, client_uuid=client_uuid)
    rows = found.select_related("code", "campaign").annotate(number=Count("earnings")).order_by("-pk")
    return [_card(row) for row in rows]


def members_for_choice() -> list[tuple[str, str]]:
    """Code and name of the newest members that may bring clients, for a field that suggests them."""
    here = ReferralCode.objects.filter(tenant_id=current_tenant().id, status=AffiliateStatus.ACTIVE)
    return list(here.order_by("-pk").values_list("code", "name")[:MOST_CHOICES])


def _card(row: Referral) -> AttributionCard:
    return AttributionCard(
        member=row.referrer_uuid,
        name=row.code.name or row.code.code,
        code=row.campaign.code if row.campaign else row.code.code,
        campaign=row.campaign.tag if row.campaign else "",
        source=str(row.get_source_display()),
        reason=row.reason,
        decided_by=row.decided_by,
        at=row.attributed_at,
        ended_at=row.ended_at,
        earnings=row.number,  # type: ignore[attr-defined]
    )
