"""From a code to whose link it is; and the browsers of members, so that their own clicks are known."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from tenants.context import current_tenant
from tenants.tokens import sign, unsign

from .models import Campaign, ReferralCode

# Without signs that look alike in print.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 8
LONGEST_CODE = 24
# The cookie that a member's own pages leave in their browser.
OWN_COOKIE = "own"
OWN_LIFETIME = 400 * 24 * 3600
_OWN = "commissions.own"


@dataclass(frozen=True, slots=True)
class Link:
    """A member's link: their own, or one of a campaign."""

    member: ReferralCode
    campaign: Campaign | None = None

    @property
    def code(self) -> str:
        return self.campaign.code if self.campaign else self.member.code

    @property
    def campaign_key(self) -> int | None:
        return self.campaign.pk if self.campaign else None

    @property
    def landing(self) -> str:
        return self.campaign.landing if self.campaign else "/"


def link_named(code: str) -> Link | None:
    """Whose code it is, in the current tenant; None for none."""
    wanted = code.strip().lower()
    if not wanted or len(wanted) > LONGEST_CODE or "\x00" in wanted:
        return None
    here = {"tenant_id": current_tenant().id, "code": wanted}
    campaign = Campaign.objects.filter(**here).select_related("member").first()
    if campaign:
        return Link(campaign.member, campaign)
    member = ReferralCode.objects.filter(**here).first()
    return Link(member) if member else None


def own_token(member: ReferralCode) -> str:
    """What the member's browser keeps: signed, and says nothing that its code does not."""
    return sign(_OWN, member.code)


def is_own_browser(token: str, member: ReferralCode) -> bool:
    """Whether the browser has shown the member's own pages."""
    try:
        return bool(token) and bool(unsign(_OWN, token, max_age=OWN_LIFETIME) == member.code)
    except signing.BadSignature:
        return False
