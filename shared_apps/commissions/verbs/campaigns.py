"""A member's links for different purposes."""

from __future__ import annotations

import re
import secrets
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.http import url_has_allowed_host_and_scheme

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..cards import CampaignTagTaken, CodeTaken, TooManyCampaigns
from ..models import Campaign, ReferralCode
from ..tracing import ALPHABET

MOST_CAMPAIGNS = 100
_RANDOM_LENGTH = 9
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{2,22}[a-z0-9])")


@transaction.atomic
def start_campaign(
    member: ReferralCode, *, tag: str, code: str = "", landing: str = "/", by: Actor
) -> Campaign:
    """A link of its own for a purpose, with a code that the member chose or one that is drawn.

    Raises `CampaignTagTaken`, `CodeTaken`, `TooManyCampaigns`, `ValueError` for a code or page that cannot be.
    """
    wanted = (code.strip().lower() or _drawn()).replace(" ", "-")
    if not _CODE.fullmatch(wanted) or not is_own_path(landing):
        raise ValueError("The code or the page cannot be used.")
    ReferralCode.objects.select_for_update().get(pk=member.pk)
    if member.campaigns.filter(ended_at=None).count() >= MOST_CAMPAIGNS:
        raise TooManyCampaigns(MOST_CAMPAIGNS)
    if member.campaigns.filter(tag__iexact=tag.strip()).exists():
        raise CampaignTagTaken(tag)
    if ReferralCode.objects.filter(tenant_id=current_tenant().id, code=wanted).exists():
        raise CodeTaken(wanted)
    campaign = _write(member, tag.strip(), wanted, landing)
    record(campaign, "start campaign", by=by, code=wanted)
    return campaign


@transaction.atomic
def end_campaign(member: ReferralCode, campaign_uuid: UUID, *, by: Actor) -> Campaign:
    """The link counts no more; its figures stay. Again, nothing happens. Raises `Campaign.DoesNotExist`."""
    campaign = member.campaigns.select_for_update().get(uuid=campaign_uuid)
    if campaign.ended_at is None:
        campaign.ended_at = now()
        campaign.save(update_fields=["ended_at"])
        record(campaign, "end campaign", by=by)
    return campaign


@transaction.atomic
def resume_campaign(member: ReferralCode, campaign_uuid: UUID, *, by: Actor) -> Campaign:
    """An ended link counts again."""
    campaign = member.campaigns.select_for_update().get(uuid=campaign_uuid)
    if campaign.ended_at is not None:
        campaign.ended_at = None
        campaign.save(update_fields=["ended_at"])
        record(campaign, "resume campaign", by=by)
    return campaign


def is_own_path(path: str) -> bool:
    """Whether the path lies on this portal, whatever a browser makes of it (RELIABILITY 26)."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def _write(member: ReferralCode, tag: str, code: str, landing: str) -> Campaign:
    try:
        with transaction.atomic():
            return Campaign.objects.create(
                tenant_id=current_tenant().id,
                member=member,
                tag=tag,
                code=code,
                landing=landing,
                created_at=now(),
            )
    except IntegrityError as clash:
        raise CodeTaken(code) from clash


def _drawn() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
