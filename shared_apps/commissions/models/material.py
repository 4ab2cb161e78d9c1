"""What the office keeps for and about its members: ready texts and notes."""

from __future__ import annotations

import uuid

from django.db import models

from .referral import ReferralCode


class ReadyText(models.Model):
    """A text for members to post. `{link}` and `{brand}` are filled in for each of them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=80)
    body = models.TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["tenant", "language", "position"], name="ready_text_in_order")]

    def __str__(self) -> str:
        return self.title


class AffiliateNote(models.Model):
    """What staff noted about a member; the member never reads it."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, related_name="notes")
    text = models.CharField(max_length=1000)
    author = models.CharField(max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:40]
