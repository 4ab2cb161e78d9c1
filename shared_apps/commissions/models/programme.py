"""What a reseller promises to those who bring clients."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from shared_apps.kernel.money import BASIS_POINTS, Money

RATE_BP = 2_000
HOLD_DAYS = 30
COOKIE_DAYS = 90

# Below these a bank transfer costs more than it brings.
LEAST_WITHDRAWAL = {
    "IRR": "2000000",
    "TRY": "250",
    "THB": "250",
    "USD": "10",
    "EUR": "10",
    "JPY": "1000",
    "KWD": "3",
}


def least_withdrawal(currency: str) -> Money:
    """The minimum that a programme starts with."""
    return Money.from_major(Decimal(LEAST_WITHDRAWAL[currency]), currency)


class Programme(models.Model):
    """A reseller's affiliate programme. A change applies to what is earned from then on.

    `rate_bp` of the net amount paid, in basis points; `earning_days` ends the earning that long after the
    referral, and is empty when it never ends (REQUIREMENTS, "Commission base").
    """

    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    rate_bp = models.PositiveIntegerField(default=RATE_BP, validators=[MaxValueValidator(BASIS_POINTS)])
    hold_days = models.PositiveIntegerField(default=HOLD_DAYS, validators=[MaxValueValidator(365)])
    cookie_days = models.PositiveIntegerField(
        default=COOKIE_DAYS, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    earning_days = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    minimum_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    guide_url = models.URLField(blank=True)
    tutorials_url = models.URLField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rate_bp__lte=BASIS_POINTS), name="programme_rate_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_minor__gt=0), name="programme_minimum_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate_bp / 100:g} %"

    @property
    def minimum(self) -> Money:
        return Money(self.minimum_minor, self.currency)

    @property
    def rate_percent(self) -> Decimal:
        return Decimal(self.rate_bp) / 100
