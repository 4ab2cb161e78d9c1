"""Sums of each day, so that a report costs the same however many rows and tenants there are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tenants.models import Tenant


class Cut(models.TextChoices):
    """What a day's sum is of: all resellers or one, in one row or parted by what was sold, where and why."""

    ALL = "all"
    ALL_PARTS = "all_parts"
    ONE = "one"
    ONE_PARTS = "one_parts"


class Sums(models.Model):
    """What `lines` rows of sales add up to, and by how much the recurring revenue changed; minor units.

    What a sum is not parted by is empty.
    """

    day = models.DateField()
    currency = models.CharField(max_length=3)
    product_sku = models.CharField(max_length=64, blank=True)
    sku = models.CharField(max_length=64, blank=True)
    country = models.CharField(max_length=2, blank=True)
    occasion = models.CharField(max_length=8, blank=True)
    lines = models.BigIntegerField(default=0)
    quantity = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    wholesale_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    commission_minor = models.BigIntegerField(default=0)
    margin_minor = models.BigIntegerField(default=0)
    recurring_minor = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.net_minor} {self.currency}"


class FreshSum(Sums):
    """What a row of a sale or of a recurring change adds (or, deleted, takes) and no day's sum holds yet.

    The triggers of migration 0003 write it in the transaction of that row: many sales at once meet no common
    row. Nothing reads it but `DayFigure` and the agenda, which moves it on.
    """

    tenant = models.ForeignKey(
        Tenant, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )


class DaySum(Sums):
    """What was moved on from `FreshSum`; `tenant` is empty where the sum is of all resellers."""

    Cut = Cut

    cut = models.CharField(max_length=9, choices=Cut.choices)
    tenant = models.ForeignKey(
        Tenant, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cut", "day", "currency", "tenant", "product_sku", "sku", "country", "occasion"],
                nulls_distinct=False,
                name="day_sum_once",
            ),
            models.CheckConstraint(condition=Q(cut__in=Cut.values), name="day_sum_cut_known"),
        ]
        indexes = [models.Index(fields=["tenant", "cut", "day"], name="day_sum_of_tenant")]


class DayFigure(Sums):
    """A view: the days' sums and what is fresh, which together are exact at any moment. Only to be summed."""

    cut = models.CharField(max_length=9, choices=Cut.choices)
    tenant = models.ForeignKey(Tenant, on_delete=models.DO_NOTHING, null=True, related_name="+")

    class Meta:
        managed = False
        db_table = "reports_dayfigure"
