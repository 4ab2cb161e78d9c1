"""What of the margin on a moved client's invoice is the former reseller's."""

from __future__ import annotations

from django.db import models

from shared_apps.kernel.money import Money

from .move import ClientMove


class MoveShare(models.Model):
    """One invoice of the new reseller; `minor` is what was booked of it in all, refunds taken off.

    `share_bp` is the rate of its first booking: a refund takes back at no other.
    """

    move = models.ForeignKey(ClientMove, on_delete=models.PROTECT, related_name="shares", db_index=False)
    invoice_uuid = models.UUIDField()
    invoice_number = models.CharField(max_length=32)
    currency = models.CharField(max_length=3)
    share_bp = models.PositiveIntegerField()
    minor = models.BigIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "invoice_uuid"], name="move_share_once_an_invoice"),
            models.CheckConstraint(condition=models.Q(minor__gte=0), name="move_share_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.invoice_number}"

    @property
    def amount(self) -> Money:
        return Money(self.minor, self.currency)
