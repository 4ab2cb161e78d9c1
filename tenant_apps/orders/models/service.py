"""The running subscription that results from an order."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money, total
from shared_apps.kernel.periods import period_end
from tenant_apps.clients.models import Client

from .order import OrderLine, TrialEnd


class ServiceStatus(models.TextChoices):
    """How far a service has come."""

    PENDING = "pending", _("Being set up")
    TRIAL = "trial", _("Trial")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class Service(Lifecycle):
    """A plan that a client uses, with its add-ons (the line's `add_ons`).

    `operation` tells how far setting it up has come: the call is claimed before it is made.
    """

    Status = ServiceStatus

    class Operation(models.TextChoices):
        NONE = "none", _("Not begun")
        SENT = "sent", _("Sent")
        UNKNOWN = "unknown", _("Being checked")
        DONE = "done", _("Done")
        DECLINED = "declined", _("Declined")

    MOVES = {
        Status.PENDING: {Status.TRIAL, Status.ACTIVE, Status.ENDED},
        Status.TRIAL: {Status.ACTIVE, Status.SUSPENDED, Status.ENDED},
        Status.ACTIVE: {Status.SUSPENDED, Status.ENDED},
        Status.SUSPENDED: {Status.ACTIVE, Status.ENDED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="services")
    order_line = models.OneToOneField(OrderLine, on_delete=models.PROTECT, related_name="service")
    sku = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    period = models.CharField(max_length=8)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PENDING)
    is_trial_first = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)
    paid_from = models.DateTimeField(null=True)
    periods_paid = models.PositiveIntegerField(default=0)
    renews_at = models.DateTimeField(null=True)
    trial_ends_at = models.DateTimeField(null=True)
    trial_total_days = models.PositiveSmallIntegerField(default=0)
    trial_step_days = models.PositiveSmallIntegerField(default=0)
    trial_max_days = models.PositiveSmallIntegerField(default=0)
    trial_end = models.CharField(max_length=8, choices=TrialEnd.choices, default=TrialEnd.SUSPEND)
    operation = models.CharField(max_length=16, choices=Operation.choices, default=Operation.NONE)
    operation_note = models.TextField(blank=True)
    reference = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            status_constraint(ServiceStatus, "service_status_known"),
            models.CheckConstraint(
                condition=Q(trial_total_days__lte=F("trial_max_days")), name="service_trial_within_limit"
            ),
            models.CheckConstraint(condition=Q(trial_max_days__lte=60), name="service_trial_sixty_at_most"),
            models.CheckConstraint(
                condition=Q(trial_end__in=["invoice", "suspend"]), name="service_trial_end_known"
            ),
            models.CheckConstraint(
                condition=Q(operation__in=["none", "sent", "unknown", "done", "declined"]),
                name="service_operation_known",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="service_by_creation"),
            models.Index(fields=["status", "created_at", "id"], name="service_status_by_creation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        """What one period costs, add-ons that recur included."""
        line = self.order_line
        recurring = [line, *(one for one in line.add_ons.all() if one.period == line.period)]
        return total([one.total for one in recurring], line.currency)

    @property
    def is_recurring(self) -> bool:
        return self.period != "once"

    @property
    def trial_days_left_to_give(self) -> int:
        """By how many days the trial may still be extended in all."""
        return self.trial_max_days - self.trial_total_days

    @property
    def can_extend_trial(self) -> bool:
        step = self.trial_step_days
        return self.status == self.Status.TRIAL and 0 < step <= self.trial_days_left_to_give

    def paid_until(self, periods: int) -> datetime | None:
        """The end of so many paid periods; None where it is bought once."""
        return (
            period_end(self.paid_from, self.period, periods) if self.paid_from and self.is_recurring else None
        )
