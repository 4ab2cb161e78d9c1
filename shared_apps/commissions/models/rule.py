"""What a version of a programme promises for which sale."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.money import BASIS_POINTS, Money

from .version import ProgrammeVersion

RATE_BP = 2_000


class Occasion(models.TextChoices):
    """Which sales a rule is for; a change of a service counts as its renewal."""

    ANY = "any", _("Every purchase")
    FIRST = "first", _("First purchase of a service")
    RENEWAL = "renewal", _("Renewals and changes")


class Rule(models.Model):
    """A share or an amount for the sales that it fits; what it leaves empty fits everything.

    Of the rules that fit a line of a sale the most specific is used: a plan before a product, that before the
    affiliate's tier, that before the occasion; of equals the first by `position`. `percent_bp` (basis points)
    is of the net amount; `amount_minor` is once a sale, at most what was paid. `cap_minor` is the most for one
    sale, `total_cap_minor` for all sales to one referred client. After `months` since the referral, or after
    so many `purchases` of the client, the rule no longer fits. `key` is the same in every version.
    """

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.CASCADE, related_name="rules")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    product_sku = models.CharField(max_length=64, blank=True)
    sku = models.CharField(max_length=64, blank=True)
    tier = models.SlugField(max_length=40, blank=True, db_index=False)
    occasion = models.CharField(max_length=8, choices=Occasion.choices, default=Occasion.ANY)
    percent_bp = models.PositiveIntegerField(null=True, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    cap_minor = models.BigIntegerField(null=True, blank=True)
    total_cap_minor = models.BigIntegerField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    purchases = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="rule_once_a_version"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="rule_occasion_known"),
            models.CheckConstraint(
                condition=Q(percent_bp__lte=BASIS_POINTS, amount_minor=None)
                | Q(percent_bp=None, amount_minor__gt=0),
                name="rule_percent_or_amount",
            ),
            models.CheckConstraint(
                condition=(Q(cap_minor=None) | Q(cap_minor__gt=0))
                & (Q(total_cap_minor=None) | Q(total_cap_minor__gt=0))
                & (Q(months=None) | Q(months__gt=0))
                & (Q(purchases=None) | Q(purchases__gt=0)),
                name="rule_limits_positive",
            ),
        ]

    def __str__(self) -> str:
        if self.percent_bp is not None:
            return f"{self.percent_bp / 100:g} %"
        return str(Money(self.amount_minor or 0, self.version.currency))

    @property
    def percent(self) -> Decimal | None:
        return None if self.percent_bp is None else Decimal(self.percent_bp) / 100

    @property
    def amount(self) -> Money | None:
        return self._money(self.amount_minor)

    @property
    def cap(self) -> Money | None:
        return self._money(self.cap_minor)

    @property
    def total_cap(self) -> Money | None:
        return self._money(self.total_cap_minor)

    @property
    def is_for_all(self) -> bool:
        """Whether it is the one for whatever no other rule fits."""
        return not (self.sku or self.product_sku or self.tier) and self.occasion == Occasion.ANY

    @property
    def weight(self) -> tuple[bool, bool, bool, bool]:
        """How specific it is; the greater, the more."""
        return bool(self.sku), bool(self.product_sku), bool(self.tier), self.occasion != Occasion.ANY

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, self.version.currency)
