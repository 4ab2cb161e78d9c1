"""Offers: what a reseller sells, and for how much."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.money import Money


class Offer(models.Model):
    """A reseller's own retail price in one currency for a plan or an add-on (DESIGN, "Words").

    `sku` and `name` are a snapshot: no key leads from a tenant's table to a shared one.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan")
        ADD_ON = "add_on", _("Add-on")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sku = models.CharField(max_length=64)
    name = models.JSONField(default=dict)
    retail_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_listed = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sku", "currency"], name="offer_once_per_sku_and_currency"),
            models.CheckConstraint(condition=Q(kind__in=["plan", "add_on"]), name="offer_kind_known"),
            models.CheckConstraint(condition=Q(retail_minor__gte=0), name="offer_retail_not_negative"),
        ]

    def __str__(self) -> str:
        return self.sku

    @property
    def retail(self) -> Money:
        return Money(self.retail_minor, self.currency)
