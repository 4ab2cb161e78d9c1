"""A refund of money that the operator took in, beyond what it still holds for the reseller."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenants.models import Tenant


class HeldRefundStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class HeldRefund(Lifecycle):
    """The office's wish, which the operator decides: the missing part would be its own money.

    `uuid` is the refund's key; `missing_minor` is what was not held when it was asked.
    """

    Status = HeldRefundStatus

    MOVES = {Status.WAITING: {Status.APPROVED, Status.REFUSED}}

    uuid = models.UUIDField(unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="held_refunds")
    invoice_uuid = models.UUIDField()
    invoice_number = models.CharField(max_length=32)
    amount_minor = models.BigIntegerField()
    missing_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.TextField(blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=now)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            status_constraint(HeldRefundStatus, "held_refund_status_known"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, missing_minor__gt=0), name="held_refund_of_something"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "-id"], name="held_refund_newest")]

    def __str__(self) -> str:
        return f"{self.invoice_number} {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def missing(self) -> Money:
        return Money(self.missing_minor, self.currency)
