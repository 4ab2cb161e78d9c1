"""What was asked to be given back under a key, once: the same key with other content is another wish."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money

from .invoice import Invoice


class AskedRefund(models.Model):
    """A wish to give back `amount_minor` of an invoice; zero where its key took something off what is due alone.

    The refunds of its payments may be several, and some not claimed yet: only this row tells what all of it was.
    """

    key = models.UUIDField(unique=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="asked_refunds")
    amount_minor = models.BigIntegerField()
    to_credit = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="asked_refund_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.invoice.currency)
