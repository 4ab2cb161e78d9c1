"""What a provisioner is told to do with a service, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now

from .service import Service


class OperationStatus(models.TextChoices):
    """How far it has come."""

    NONE = "none", _("Not begun")
    SENT = "sent", _("Sent")
    UNKNOWN = "unknown", _("Being checked")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")


class ServiceOperation(models.Model):
    """One call to a provisioner, claimed before it is made; `key` makes it one however often it is sent.

    A service's operations happen one after the other, in the order in which they came. A manual one is `sent`
    while it waits for staff. `attempts` counts calls; a declined one that is tried again gets a new key.
    """

    Status = OperationStatus

    class Kind(models.TextChoices):
        CREATE = "create", _("Set up")
        SUSPEND = "suspend", _("Suspend")
        RESUME = "resume", _("Resume")
        CHANGE = "change", _("Change")
        RENEW = "renew", _("Renew")
        TERMINATE = "terminate", _("End")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="operations")
    operation = models.CharField(max_length=16, choices=Kind.choices)
    key = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.NONE)
    attempts = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    is_manual = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=OperationStatus.values), name="service_operation_status_known"
            ),
            models.CheckConstraint(
                condition=Q(operation__in=["create", "suspend", "resume", "change", "renew", "terminate"]),
                name="service_operation_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "id"], name="service_operation_in_turn"),
            models.Index(
                fields=["created_at", "id"],
                condition=~Q(status="done"),
                name="service_operation_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_operation_display()}: {self.service}"

    @property
    def is_open(self) -> bool:
        """Whether it may still happen."""
        return self.status in {self.Status.NONE, self.Status.SENT, self.Status.UNKNOWN}

    @property
    def waits_for_staff(self) -> bool:
        return self.is_manual and self.status == self.Status.SENT

    @property
    def may_try_again(self) -> bool:
        return self.status == self.Status.DECLINED
