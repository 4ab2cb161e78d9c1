"""Who is paid, as documents name them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PayeeKind(models.TextChoices):
    INDIVIDUAL = "individual", _("Individual")
    COMPANY = "company", _("Company")


class PayoutProfile(models.Model):
    """Name, address and tax number of a beneficiary: what a self-billed statement must name."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    kind = models.CharField(max_length=16, choices=PayeeKind.choices, default=PayeeKind.INDIVIDUAL)
    name = models.CharField(max_length=120, blank=True)
    address = models.TextField(max_length=500, blank=True)
    country = models.CharField(max_length=2, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "person_uuid"], name="payout_profile_one_each"),
            models.CheckConstraint(
                condition=models.Q(kind__in=PayeeKind.values), name="payout_profile_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        """Whether a statement can name this person: who, where, and a company's tax number."""
        has_tax_id = bool(self.tax_id) or self.kind == PayeeKind.INDIVIDUAL
        return bool(self.name and self.address and self.country and has_tax_id)
