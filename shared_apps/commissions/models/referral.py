"""Who came through whom."""

from __future__ import annotations

import uuid

from django.db import models

from shared_apps.kernel.client_rows import declare_client_rows


class ReferralCode(models.Model):
    """A person's own code, the end of their link. `name` is how the office knows them."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "person_uuid"], name="referral_code_one_each"),
            models.UniqueConstraint(fields=["tenant", "code"], name="referral_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Visit(models.Model):
    """Clicks of one visitor on one link in one day. The fingerprint is a digest: no address is kept."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, related_name="visits", db_index=False)
    day = models.DateField()
    fingerprint = models.CharField(max_length=64)
    clicks = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "day", "fingerprint"], name="visit_once_a_day"),
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


class Referral(models.Model):
    """A client that came through a person. `label` (initials) is all that the referrer sees of the client."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, related_name="referrals")
    referrer_uuid = models.UUIDField()
    client_uuid = models.UUIDField()
    person_uuid = models.UUIDField()
    label = models.CharField(max_length=16)
    attributed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "client_uuid"], name="referral_once_a_client")
        ]
        indexes = [models.Index(fields=["tenant", "referrer_uuid", "-id"], name="referral_by_referrer")]

    def __str__(self) -> str:
        return self.label


# A client came through one person: what the kept one has stays.
declare_client_rows("commissions.Referral", names=("label",))
declare_client_rows("commissions.KnownPerson")
