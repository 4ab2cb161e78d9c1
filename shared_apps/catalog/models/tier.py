"""Tiers of resellers: each may have its own wholesale prices, and may sell all or some of the products."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shared_apps.kernel.money import EXPONENTS, Money
from tenants.models import Tenant

from ..wording import spoken
from .item import Product
from .price import Price


class Tier(models.Model):
    """A rank of the partner programme. `least_revenue_minor`: what a year must bring for it, in `currency`.

    One is the default: of every reseller for whom nothing else was decided.
    """

    slug = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    least_revenue_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="tier_one_default"
            ),
            models.CheckConstraint(condition=Q(least_revenue_minor__gte=0), name="tier_revenue_not_negative"),
            models.CheckConstraint(condition=Q(currency__in=sorted(EXPONENTS)), name="tier_currency_known"),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(is_active=True), name="tier_default_is_active"
            ),
        ]

    def __str__(self) -> str:
        return str(spoken(self.name))

    @property
    def least_revenue(self) -> Money:
        return Money(self.least_revenue_minor, self.currency)


class TierPrice(models.Model):
    """What the operator asks of resellers of one tier, in the price's currency; without a row its list price."""

    price = models.ForeignKey(Price, on_delete=models.CASCADE, related_name="of_tiers")
    tier = models.ForeignKey(Tier, on_delete=models.CASCADE, related_name="prices")
    wholesale_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["price", "tier"], name="tier_price_once"),
            models.CheckConstraint(condition=Q(wholesale_minor__gte=0), name="tier_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.price} {self.tier}"

    @property
    def wholesale(self) -> Money:
        return Money(self.wholesale_minor, self.price.currency)


class SellerTerms(models.Model):
    """A reseller's tier and what it may sell; no `products` means all. Without a row: the default tier, all."""

    tenant = models.OneToOneField(Tenant, on_delete=models.PROTECT, related_name="seller_terms")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="sellers")
    products = models.ManyToManyField(Product, related_name="sellers", blank=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.tenant)
