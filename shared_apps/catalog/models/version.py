"""Versions of the price lists: a change is drafted, weighed, announced and takes effect on its date."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import EXPONENTS, Money
from tenants.models import Tenant

from ..wording import spoken
from .price import Price


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Announced")
    APPLIED = "applied", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PriceVersion(Lifecycle):
    """A change of prices that takes effect at `effective_at`, announced `notice_days` before it.

    `for_renewals`: services that run already pay the new wholesale price from their next renewal on; otherwise
    they keep the one they were sold at. `note` is what resellers read, in each language.
    """

    Status = VersionStatus
    MOVES = {
        VersionStatus.DRAFT: {VersionStatus.SCHEDULED, VersionStatus.WITHDRAWN},
        VersionStatus.SCHEDULED: {VersionStatus.APPLIED, VersionStatus.WITHDRAWN},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=VersionStatus.DRAFT)
    note = models.JSONField(default=dict)
    effective_at = models.DateTimeField(null=True)
    notice_days = models.PositiveSmallIntegerField(default=30)
    for_renewals = models.BooleanField(default=False)
    weighed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            status_constraint(VersionStatus, "price_version_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(effective_at__isnull=False),
                name="price_version_has_date",
            ),
            models.CheckConstraint(condition=Q(notice_days__lte=365), name="price_version_notice_in_range"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def spoken_note(self) -> str:
        return str(spoken(self.note))


class PriceLine(models.Model):
    """The new amounts of one price. `tiers` maps a tier's slug to its wholesale price, or null for none of its own.

    `before` holds what was in force until the version was applied: the history of the price list.
    """

    version = models.ForeignKey(PriceVersion, on_delete=models.CASCADE, related_name="lines")
    price = models.ForeignKey(Price, on_delete=models.CASCADE, related_name="lines")
    wholesale_minor = models.BigIntegerField()
    suggested_minor = models.BigIntegerField()
    floor_minor = models.BigIntegerField()
    ceiling_minor = models.BigIntegerField()
    tiers = models.JSONField(default=dict)
    before = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "price"], name="price_line_once"),
            models.CheckConstraint(
                condition=Q(
                    wholesale_minor__gte=0,
                    wholesale_minor__lte=F("floor_minor"),
                    floor_minor__lte=F("suggested_minor"),
                    suggested_minor__lte=F("ceiling_minor"),
                ),
                name="price_line_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.price}"


class Outlook(models.Model):
    """What a version would mean to one reseller in one currency: its margin of last month, before and after.

    `change_bp`: the change in parts of the margin before, in basis points, so that currencies can be compared.
    `blocked`: offers whose price would be beyond the new limits. `rows` holds the same for each item.
    """

    version = models.ForeignKey(PriceVersion, on_delete=models.CASCADE, related_name="outlooks")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="price_outlooks")
    currency = models.CharField(max_length=3)
    sold = models.PositiveIntegerField(default=0)
    before_minor = models.BigIntegerField(default=0)
    after_minor = models.BigIntegerField(default=0)
    change_bp = models.BigIntegerField(default=0)
    blocked = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "tenant", "currency"], name="outlook_once"),
            models.CheckConstraint(
                condition=Q(currency__in=sorted(EXPONENTS)), name="outlook_currency_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.tenant} {self.currency}"

    @property
    def before(self) -> Money:
        return Money(self.before_minor, self.currency)

    @property
    def after(self) -> Money:
        return Money(self.after_minor, self.currency)

    @property
    def change(self) -> Money:
        return self.after - self.before

    @property
    def percent(self) -> float:
        return self.change_bp / 100


class Reach(models.Model):
    """How far a version has come at one reseller: weighed, announced, taken over by its running services."""

    version = models.ForeignKey(PriceVersion, on_delete=models.CASCADE, related_name="reaches")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="price_reaches")
    weighed_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    taken_over_at = models.DateTimeField(null=True)
    services = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "tenant"], name="reach_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.tenant}"
