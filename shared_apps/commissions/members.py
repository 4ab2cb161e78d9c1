"""Members of the programme as the office lists them: searched, filtered, sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.context import current_tenant

from .models import (
    AffiliateStatus,
    Campaign,
    Dispute,
    DisputeStatus,
    Earning,
    EarningStatus,
    KnownPerson,
    Referral,
    ReferralCode,
)
from .people import digest, normal_email
from .queries import referrers, with_earnings

SORTS: dict[str, tuple[str, str | Promise]] = {
    "newest": ("pk", _("Newest first")),
    "earned": ("earned_minor", _("Earned most")),
    "clients": ("referred", _("Most clients")),
    "visitors": ("visitors", _("Most visitors")),
}
FILTERS: dict[str, str | Promise] = {
    "": _("Everybody"),
    AffiliateStatus.ACTIVE.value: AffiliateStatus.ACTIVE.label,
    AffiliateStatus.PAUSED.value: AffiliateStatus.PAUSED.label,
    AffiliateStatus.EXCLUDED.value: AffiliateStatus.EXCLUDED.label,
    "earning": _("Have earned"),
    "review": _("Under review"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list is to show: a search, a filter, an order."""

    text: str
    only: str
    sort: str

    @property
    def order(self) -> str:
        return SORTS[self.sort][0]

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.only)


def sorts() -> dict[str, tuple[str, str | Promise]]:
    """The orders by name; who is brought to the operator is a reseller."""
    if not current_tenant().is_operator:
        return SORTS
    return SORTS | {"clients": (SORTS["clients"][0], _("Most resellers"))}


def wish_of(query: Mapping[str, str]) -> Wish:
    text = query.get("q", "").replace("\x00", "").strip()[:120]
    only, sort = query.get("only", ""), query.get("sort", "")
    return Wish(text, only if only in FILTERS else "", sort if sort in SORTS else "newest")


def members(wish: Wish, currency: str) -> QuerySet[ReferralCode]:
    """Members with `visitors`, `referred` and `earned_minor`, as a wish has them; found by e-mail too."""
    found = _searched(wish.text, currency)
    if wish.only in AffiliateStatus.values:
        found = found.filter(status=wish.only)
    elif wish.only == "earning":
        found = found.filter(Exists(Earning.objects.filter(referral__code=OuterRef("pk"))))
    elif wish.only == "review":
        held = Earning.objects.filter(referral__code=OuterRef("pk"), status=EarningStatus.HELD)
        found = found.filter(Exists(held))
    return found


def _searched(text: str, currency: str) -> QuerySet[ReferralCode]:
    everybody = referrers(currency)
    if not text:
        return everybody
    here = {"tenant_id": current_tenant().id}
    by_mail = KnownPerson.objects.filter(**here, email_digest=digest("email", normal_email(text)))
    by_campaign = Campaign.objects.filter(**here, code=text.lower())
    wanted = Q(name__icontains=text) | Q(code=text.lower()) | Q(pk__in=by_campaign.values("member"))
    if "@" in text:
        wanted |= Q(person_uuid__in=by_mail.values("person_uuid"))
    return everybody.filter(wanted)


def earnings_under_review() -> QuerySet[Earning]:
    """Earnings that are held, oldest first, with their open flags."""
    held = Earning.objects.filter(tenant_id=current_tenant().id, status=EarningStatus.HELD)
    return held.select_related("referral__code").prefetch_related("flags").order_by("pk")


def disputes(status: str = "") -> QuerySet[Dispute]:
    """The disputes of the current tenant, those that wait for the office first."""
    found = Dispute.objects.filter(tenant_id=current_tenant().id).select_related("earning__referral__code")
    if status:
        found = found.filter(status=status)
    return found.annotate(said=Count("messages")).order_by("-pk")


def dispute_counts() -> dict[str, int]:
    """How many disputes of the current tenant are in each state."""
    here = Dispute.objects.filter(tenant_id=current_tenant().id)
    return dict(here.values_list("status").annotate(number=Count("pk")))


def disputes_waiting() -> int:
    return Dispute.objects.filter(tenant_id=current_tenant().id, status=DisputeStatus.OPEN).count()


def people_of(member: ReferralCode, currency: str) -> QuerySet[Referral]:
    """Who came through a member, those too who count no more; see `queries.with_earnings`."""
    return with_earnings(Referral.objects.filter(code=member).select_related("campaign"), currency)


def campaigns_of(member: ReferralCode) -> QuerySet[Campaign]:
    """A member's campaigns, running ones first."""
    return member.campaigns.order_by(F("ended_at").desc(nulls_first=True), "-pk")


def unread_disputes(person_uuid: Any) -> int:
    """How many of a member's disputes the office wrote in since they looked."""
    mine = Dispute.objects.filter(tenant_id=current_tenant().id, person_uuid=person_uuid)
    return mine.filter(changed_at__gt=F("member_read_at")).count()
