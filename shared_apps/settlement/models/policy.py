"""How the operator bills its resellers: its tax, and how long it waits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BillingPolicy(models.Model):
    """One row at most; without it the defaults hold. `tax_countries`: ISO 3166 codes, none means everywhere.

    A plan is billed `renew_days` before it renews, and is suspended `grace_days` after its bill was due.
    """

    tax_name = models.CharField(_("Name of the tax"), max_length=40, blank=True)
    tax_bp = models.PositiveIntegerField(default=0)
    tax_countries = models.JSONField(default=list)
    due_days = models.PositiveSmallIntegerField(_("Days to pay"), default=14)
    renew_days = models.PositiveSmallIntegerField(_("Days before a plan renews"), default=14)
    grace_days = models.PositiveSmallIntegerField(_("Days of grace"), default=14)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tax_bp__lte=10_000, due_days__lte=365, renew_days__lte=28, grace_days__lte=365),
                name="billing_policy_in_range",
            ),
            models.CheckConstraint(condition=Q(only=True), name="billing_policy_only_one"),
        ]

    def __str__(self) -> str:
        return self.tax_name or "-"
