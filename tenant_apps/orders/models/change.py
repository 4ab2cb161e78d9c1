"""A change of a service that was confirmed: another plan, period, number of seats or add-ons."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .service import Service


class ChangeStatus(models.TextChoices):
    """How far a change has come."""

    WAITING = "waiting", _("Waits for its payment")
    SCHEDULED = "scheduled", _("Scheduled")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class ServiceChange(Lifecycle):
    """What a client or staff confirmed. `key` comes with the quote: confirmed twice, it is one.

    `target` are the items that it leads to, at the prices that were shown; `at` is when it takes effect: the
    moment of the quote, or the renewal. `shown` are the quote's lines, as they were confirmed.
    """

    Status = ChangeStatus

    MOVES = {
        Status.WAITING: {Status.DONE, Status.CANCELLED},
        Status.SCHEDULED: {Status.DONE, Status.CANCELLED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.UUIDField(unique=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=16, choices=Status.choices)
    at = models.DateTimeField()
    is_now = models.BooleanField()
    summary = models.CharField(max_length=400)
    target = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    invoice_uuid = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            status_constraint(ChangeStatus, "service_change_status_known"),
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(status__in=["waiting", "scheduled"]),
                name="service_has_one_change_ahead",
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def is_ahead(self) -> bool:
        return self.status in {self.Status.WAITING, self.Status.SCHEDULED}
