"""The time that a reseller's plan was billed for, stretch by stretch (REQUIREMENTS S5.40, S5.45)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import status_constraint
from shared_apps.kernel.money import Money

from .subscription import PlatformSubscription


class PeriodStatus(models.TextChoices):
    BILLED = "billed", _("Billed")
    PAID = "paid", _("Paid")
    DROPPED = "dropped", _("Given up")


class PlatformPeriod(models.Model):
    """One stretch of a plan. `price_minor` is what it cost without tax; a change in its midst ends it early.

    `bill_uuid` is the settlement's bill for it; empty where nothing was asked.
    """

    Status = PeriodStatus

    subscription = models.ForeignKey(PlatformSubscription, on_delete=models.PROTECT, related_name="periods")
    sku = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    seats = models.PositiveIntegerField()
    period = models.CharField(max_length=8, choices=PlatformSubscription.Period.choices)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=8, choices=PeriodStatus.choices, default=PeriodStatus.BILLED)
    bill_uuid = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            status_constraint(PeriodStatus, "platform_period_status_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at"), price_minor__gte=0), name="platform_period_of_time"
            ),
            # One stretch begins at a moment, however often the renewal is tried.
            models.UniqueConstraint(
                fields=["subscription", "begins_at"],
                condition=~Q(status="dropped"),
                name="platform_period_begins_once",
            ),
        ]
        indexes = [models.Index(fields=["bill_uuid"], name="platform_period_of_bill")]

    def __str__(self) -> str:
        return f"{self.name} {self.begins_at:%Y-%m-%d}"

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)
