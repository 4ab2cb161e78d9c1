"""Levels of a reseller's affiliates."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from shared_apps.kernel.money import Money


class AffiliateTier(models.Model):
    """A level with rules of its own. `least_minor` of sales brought in reaches it; empty: given by hand alone.

    What was brought in counts over `days`, or since the beginning where that is empty.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    slug = models.SlugField(max_length=40, db_index=False)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    least_minor = models.BigIntegerField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="affiliate_tier_once"),
            models.CheckConstraint(
                condition=Q(least_minor=None) | Q(least_minor__gt=0), name="affiliate_tier_least_positive"
            ),
            models.CheckConstraint(
                condition=Q(days=None) | Q(days__gt=0), name="affiliate_tier_days_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def least(self) -> Money | None:
        return None if self.least_minor is None else Money(self.least_minor, self.currency)


class TierStanding(models.Model):
    """The level that a person has. One given by hand stays until it is taken away by hand."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    tier = models.ForeignKey(AffiliateTier, on_delete=models.PROTECT, related_name="standings")
    is_by_hand = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "person_uuid"], name="tier_standing_once")]

    def __str__(self) -> str:
        return f"{self.person_uuid} {self.tier}"
