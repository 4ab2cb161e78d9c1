"""Time of a service that has been paid, item by item: what a change gives back and what the history shows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.kernel.periods import Stretch
from shared_apps.kernel.taxes import TaxRate

from .service import Service, ServiceItem


class PaidPeriod(models.Model):
    """One paid stretch of one item. `minor` is its price after discount, as billed for all of the stretch,
    and `tax_…` the tax that was on it.

    `is_moved`: another reseller took the money for it. It counts towards a change, and is never given back as money.
    A change in the middle sets `replaced_at` and puts the new items' rows over the same stretch.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="paid_periods")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="paid_periods")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    part = models.BigIntegerField(default=1)
    whole = models.BigIntegerField(default=1)
    minor = models.BigIntegerField()
    wholesale_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    tax_name = models.CharField(max_length=80, blank=True)
    tax_bp = models.PositiveSmallIntegerField(default=0)
    tax_inclusive = models.BooleanField(default=False)
    invoice_uuid = models.UUIDField(null=True)
    is_moved = models.BooleanField(default=False, db_default=False)
    replaced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="paid_period_has_length"),
            models.CheckConstraint(
                condition=Q(minor__gte=0, wholesale_minor__gte=0), name="paid_period_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(part__gt=0, part__lte=F("whole")), name="paid_period_is_a_share"
            ),
        ]
        indexes = [models.Index(fields=["service", "ends_at"], name="paid_period_by_end")]

    def __str__(self) -> str:
        return f"{self.item} {self.starts_at:%Y-%m-%d}"

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.starts_at, self.ends_at, self.part, self.whole)

    @property
    def price(self) -> Money:
        return Money(self.minor, self.currency)

    @property
    def rate(self) -> TaxRate:
        """The tax that was paid on it: a credit gives back no other."""
        return TaxRate(self.tax_name, self.tax_bp, self.tax_inclusive)

    @property
    def wholesale(self) -> Money:
        return Money(self.wholesale_minor, self.currency)
