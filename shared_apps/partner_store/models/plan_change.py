"""A wish for another package that is to be paid first (REQUIREMENTS S5.20)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .subscription import PlatformSubscription


class PlanChangeStatus(models.TextChoices):
    ASKED = "asked", _("Waits for payment")
    MADE = "made", _("Done")
    DROPPED = "dropped", _("Given up")


class PlanChange(Lifecycle):
    """An upgrade with what it was reckoned from: it is made when its bill is paid. One open for a plan."""

    Status = PlanChangeStatus

    MOVES = {Status.ASKED: {Status.MADE, Status.DROPPED}}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(PlatformSubscription, on_delete=models.PROTECT, related_name="changes")
    sku = models.CharField(max_length=64)
    period = models.CharField(max_length=8)
    at = models.DateTimeField(default=now)
    currency = models.CharField(max_length=3)
    price_minor = models.BigIntegerField()
    credit_minor = models.BigIntegerField(default=0)
    stretches = models.JSONField(default=list)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ASKED)
    bill_uuid = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            status_constraint(PlanChangeStatus, "plan_change_status_known"),
            models.UniqueConstraint(
                fields=["subscription"], condition=models.Q(status="asked"), name="plan_change_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.sku
