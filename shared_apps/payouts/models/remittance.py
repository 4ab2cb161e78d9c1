"""Withheld tax that was handed over to the authority."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from shared_apps.kernel.money import Money


class Remittance(models.Model):
    """A payment to the authority, written down once it has happened; one entry of the ledger."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=80)
    paid_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="remittance_of_something"),
        ]
        indexes = [models.Index(fields=["tenant", "-id"], name="remittance_newest")]

    def __str__(self) -> str:
        return f"{self.amount} {self.reference}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
