"""What the platform itself costs: the packages that a reseller chooses from (REQUIREMENTS S5.40)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from shared_apps.kernel.money import Money

from .subscription import PlatformSubscription

DEFAULT_SKU = "partner-portal"


class PlatformPlan(models.Model):
    """A package. `names`: language → name; `features`: language → lines. One without a price is not billed."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sku = models.SlugField(max_length=64, unique=True)
    names = models.JSONField(default=dict)
    features = models.JSONField(default=dict, blank=True)
    seats = models.PositiveIntegerField(default=5)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(seats__gt=0), name="platform_plan_has_seats")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language, else in English, else any."""
        return str(_said(self.names) or self.sku)

    @property
    def kept_name(self) -> str:
        """What is written on bills and subscriptions: English, else any."""
        return str(self.names.get("en") or self.name)

    @property
    def feature_lines(self) -> list[str]:
        return [str(line) for line in _said(self.features) or []]


class PlatformPrice(models.Model):
    """What a package costs for a whole period in one currency, without tax."""

    plan = models.ForeignKey(PlatformPlan, on_delete=models.PROTECT, related_name="prices")
    currency = models.CharField(max_length=3)
    period = models.CharField(max_length=8, choices=PlatformSubscription.Period.choices)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "currency", "period"], name="platform_price_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="platform_price_not_negative"),
            models.CheckConstraint(
                condition=Q(period__in=PlatformSubscription.Period.values), name="platform_price_period_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.sku} {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


def _said(texts: dict[str, Any]) -> Any:
    return texts.get(get_language() or "") or texts.get("en") or next(iter(texts.values()), None)
