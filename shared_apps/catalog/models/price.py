"""Prices: what the operator asks of resellers, and between what limits they may sell."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shared_apps.kernel.money import EXPONENTS, Money

from .item import AddOn, Plan


class Price(models.Model):
    """Wholesale, suggested, floor and ceiling of one plan or add-on in one currency, all in minor units."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="prices", null=True, blank=True)
    add_on = models.ForeignKey(AddOn, on_delete=models.CASCADE, related_name="prices", null=True, blank=True)
    currency = models.CharField(max_length=3)
    wholesale_minor = models.BigIntegerField()
    suggested_minor = models.BigIntegerField()
    floor_minor = models.BigIntegerField()
    ceiling_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "currency"], name="price_once_per_plan"),
            models.UniqueConstraint(fields=["add_on", "currency"], name="price_once_per_add_on"),
            models.CheckConstraint(
                condition=Q(plan__isnull=False, add_on__isnull=True)
                | Q(plan__isnull=True, add_on__isnull=False),
                name="price_of_one_item",
            ),
            models.CheckConstraint(condition=Q(currency__in=sorted(EXPONENTS)), name="price_currency_known"),
            models.CheckConstraint(condition=Q(wholesale_minor__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(wholesale_minor__lte=F("floor_minor")), name="price_floor_covers_wholesale"
            ),
            models.CheckConstraint(
                condition=Q(floor_minor__lte=F("suggested_minor"), suggested_minor__lte=F("ceiling_minor")),
                name="price_suggested_within_limits",
            ),
        ]

    @property
    def wholesale(self) -> Money:
        return Money(self.wholesale_minor, self.currency)

    @property
    def suggested(self) -> Money:
        return Money(self.suggested_minor, self.currency)

    @property
    def floor(self) -> Money:
        return Money(self.floor_minor, self.currency)

    @property
    def ceiling(self) -> Money:
        return Money(self.ceiling_minor, self.currency)

    def __str__(self) -> str:
        return f"{self.plan or self.add_on} {self.currency}"
