"""Money given back on a payment, whole or in part."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money

from .payment import Payment
from .rows import TenantRows


class RefundStatus(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    UNKNOWN = "unknown", _("Being checked")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")


class Refund(Lifecycle):
    """A wish to give money back and what came of it. `reference` is the gateway's name for it.

    It is of what the payment paid for one invoice. `to_credit`: it goes to the client's account credit.
    """

    Status = RefundStatus

    MOVES = {
        Status.REQUESTED: {Status.DONE, Status.DECLINED, Status.UNKNOWN},
        Status.UNKNOWN: {Status.DONE, Status.DECLINED},
    }
    OPEN = (Status.REQUESTED, Status.UNKNOWN)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    invoice_uuid = models.UUIDField()
    to_credit = models.BooleanField(default=False)
    made_at_gateway = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.REQUESTED)
    reference = models.CharField(max_length=255, blank=True)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    requested_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = TenantRows["Refund"].as_manager()

    class Meta:
        constraints = [
            status_constraint(RefundStatus, "refund_status_known"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="refund_amount_positive"),
            models.UniqueConstraint(
                fields=["payment", "reference"],
                condition=~models.Q(reference=""),
                name="refund_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment.invoice_number} {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def gateway(self) -> str:
        """By which gateway the money goes back."""
        return "credit" if self.to_credit else self.payment.gateway
