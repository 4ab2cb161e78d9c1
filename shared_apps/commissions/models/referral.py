"""Who came through whom."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.client_rows import declare_client_rows
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint


class AffiliateStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    EXCLUDED = "excluded", _("Excluded")


class ReferralCode(Lifecycle):
    """A member of the programme: a person and their own code, the end of their link.

    `name` is how the office knows them. While paused, nobody new counts as theirs; excluded, they earn nothing
    either.
    """

    MOVES: ClassVar = {
        AffiliateStatus.ACTIVE: {AffiliateStatus.PAUSED, AffiliateStatus.EXCLUDED},
        AffiliateStatus.PAUSED: {AffiliateStatus.ACTIVE, AffiliateStatus.EXCLUDED},
        AffiliateStatus.EXCLUDED: {AffiliateStatus.ACTIVE},
    }

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=8, choices=AffiliateStatus.choices, default=AffiliateStatus.ACTIVE)
    status_reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            status_constraint(AffiliateStatus, "affiliate_status_known"),
            models.UniqueConstraint(fields=["tenant", "person_uuid"], name="referral_code_one_each"),
            models.UniqueConstraint(fields=["tenant", "code"], name="referral_code_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def may_bring(self) -> bool:
        """Whether somebody new may count as theirs."""
        return bool(self.status == AffiliateStatus.ACTIVE)


class Campaign(models.Model):
    """A link of a member's own for one purpose: with a code of its own and a page of the portal where it lands."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, related_name="campaigns")
    tag = models.CharField(max_length=60)
    code = models.CharField(max_length=24)
    landing = models.CharField(max_length=200, default="/")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="campaign_code_once"),
            models.UniqueConstraint(fields=["member", "tag"], name="campaign_tag_once"),
        ]

    def __str__(self) -> str:
        return self.tag


class Visit(models.Model):
    """Clicks of one visitor on one link in one day. The fingerprint is a digest: no address is kept."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, related_name="visits", db_index=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="visits", null=True, db_index=False
    )
    day = models.DateField()
    fingerprint = models.CharField(max_length=64)
    clicks = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "day", "campaign", "fingerprint"],
                name="visit_once_a_day",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.day}"


class KnownPerson(models.Model):
    """What tells one person from another: the client, and digests of e-mail and mobile."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    client_uuid = models.UUIDField(null=True)
    email_digest = models.CharField(max_length=64, blank=True)
    mobile_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "person_uuid"], name="known_person_once")]
        indexes = [models.Index(fields=["tenant", "client_uuid"], name="known_person_client")]

    def __str__(self) -> str:
        return str(self.person_uuid)

    def is_same_as(self, other: KnownPerson) -> bool:
        """The same person, client, e-mail or mobile: who earns nothing from the other's purchases."""
        pairs = [
            (self.person_uuid, other.person_uuid),
            (self.client_uuid, other.client_uuid),
            (self.email_digest, other.email_digest),
            (self.mobile_digest, other.mobile_digest),
        ]
        return any(mine and mine == theirs for mine, theirs in pairs)


class ReferralSource(models.TextChoices):
    LINK = "link", _("By a link")
    CODE = "code", _("By a code at checkout")
    HAND = "hand", _("By hand")


class Referral(models.Model):
    """A client that came through a person. `label` (initials) is all that the referrer sees of the client.

    A client counts as one person's at a time; the rows that others replaced stay, with `ended_at`, and so do the
    earnings made under them. `fingerprint` is the digest of the visitor that clicked; `is_own_browser`: with a browser
    that had shown the member's own pages.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, related_name="referrals")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="referrals", null=True)
    referrer_uuid = models.UUIDField()
    client_uuid = models.UUIDField()
    person_uuid = models.UUIDField()
    label = models.CharField(max_length=16)
    source = models.CharField(max_length=8, choices=ReferralSource.choices, default=ReferralSource.LINK)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    is_own_browser = models.BooleanField(default=False)
    attributed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_uuid"],
                condition=models.Q(ended_at=None),
                name="referral_once_a_client",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=ReferralSource.values), name="referral_source_known"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "referrer_uuid", "-id"], name="referral_by_referrer"),
            models.Index(fields=["tenant", "client_uuid"], name="referral_by_client"),
            models.Index(
                fields=["tenant", "fingerprint", "attributed_at"],
                condition=~models.Q(fingerprint=""),
                name="referral_by_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return self.label


# A client came through one person: what the kept one has stays.
declare_client_rows("commissions.Referral", names=("label", "reason"))
declare_client_rows("commissions.KnownPerson")
