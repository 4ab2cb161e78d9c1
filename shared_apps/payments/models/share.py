"""What a payment pays: one row for each invoice."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shared_apps.kernel.money import Money

from .payment import Payment
from .rows import TenantRows


class PaymentShare(models.Model):
    """The part of a payment that is for one invoice. `is_open` follows the payment's status, in its moves."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="shares")
    invoice_uuid = models.UUIDField()
    invoice_number = models.CharField(max_length=32)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    refunded_minor = models.BigIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    objects = TenantRows["PaymentShare"].as_manager()

    class Meta:
        constraints = [
            # This makes a double click, a second tab and a late webhook harmless.
            models.UniqueConstraint(
                fields=["tenant", "invoice_uuid"],
                condition=Q(is_open=True),
                name="payment_one_open_per_invoice",
            ),
            models.UniqueConstraint(fields=["payment", "invoice_uuid"], name="payment_share_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, refunded_minor__gte=0, refunded_minor__lte=F("amount_minor")),
                name="payment_share_refunded_within_amount",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "invoice_uuid"], name="payment_share_of_invoice")]

    def __str__(self) -> str:
        return f"{self.invoice_number} {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def refunded(self) -> Money:
        return Money(self.refunded_minor, self.currency)
