"""A gateway's fee that the operator carries for a reseller when a refund takes more than is held."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.models import Tenant


class CarriedFee(models.Model):
    """What one refund took beyond what was held: the reseller owes it, its account is below zero by that.

    All of a payment's are at most the fee that the gateway kept of it; a refund that was declined counts no more.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="carried_fees")
    payment_uuid = models.UUIDField()
    invoice_uuid = models.UUIDField()
    refund_uuid = models.UUIDField(unique=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="carried_fee_of_something")]
        indexes = [models.Index(fields=["payment_uuid"], name="carried_fee_of_payment")]

    def __str__(self) -> str:
        return str(self.amount)

    @property
    def amount(self) -> Money:
        return Money(self.minor, self.currency)
