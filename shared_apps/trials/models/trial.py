"""One trial, and each time that it was made longer."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.client_rows import declare_client_rows
from shared_apps.kernel.clock import now
from tenants.models import Tenant

LIMIT_DAYS = 60
_DAY = timedelta(days=1)


class TrialKind(models.TextChoices):
    """Whose plan is tried: a client's service, or a reseller's own plan on the platform."""

    SERVICE = "service", _("Service")
    PLATFORM = "platform", _("Platform plan")


class TrialStatus(models.TextChoices):
    RUNNING = "running", _("Running")
    CONVERTED = "converted", _("Converted")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class TrialRow(models.Model):
    """A trial as its service or platform plan has it, written in the same transaction (REQUIREMENTS S5.40–S5.43).

    `subject_uuid` is the service's or the plan's; names are as they were when it began. `last_activity_at`
    is the start until somebody comes.
    """

    Kind, Status = TrialKind, TrialStatus

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="trials")
    subject_uuid = models.UUIDField()
    sku = models.CharField(max_length=64)
    plan = models.CharField(max_length=200)
    client_uuid = models.UUIDField(null=True)
    client = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.RUNNING)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    total_days = models.PositiveSmallIntegerField()
    step_days = models.PositiveSmallIntegerField()
    max_days = models.PositiveSmallIntegerField()
    extensions = models.PositiveSmallIntegerField(default=0)
    last_activity_at = models.DateTimeField()
    last_extended_at = models.DateTimeField(null=True)
    last_extended_by = models.CharField(max_length=200, blank=True)
    last_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "subject_uuid"], name="trial_once"),
            models.CheckConstraint(condition=Q(kind__in=["service", "platform"]), name="trial_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=["running", "converted", "suspended", "ended"]),
                name="trial_status_known",
            ),
            models.CheckConstraint(
                condition=Q(total_days__lte=F("max_days"), max_days__lte=LIMIT_DAYS),
                name="trial_within_limit",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "ends_at", "id"], name="trial_by_end"),
            models.Index(fields=["status", "started_at", "id"], name="trial_by_start"),
            models.Index(fields=["status", "last_activity_at", "id"], name="trial_by_activity"),
            models.Index(fields=["tenant", "client_uuid"], name="trial_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.client}" if self.client else self.plan

    @property
    def is_running(self) -> bool:
        return self.status == self.Status.RUNNING

    @property
    def can_extend(self) -> bool:
        """Whether one step more stays within the limit."""
        return self.is_running and 0 < self.step_days <= self.max_days - self.total_days

    @property
    def used_days(self) -> int:
        """Days tried so far, a begun one included."""
        until = min(now(), self.ends_at) if self.is_running else self.finished_at or self.ends_at
        return max(0, min(self.total_days, ceil((until - self.started_at) / _DAY)))

    @property
    def days_left(self) -> int:
        """Days until the end, a begun one included; zero once it is over."""
        return max(0, ceil((self.ends_at - now()) / _DAY))


class TrialExtension(models.Model):
    """One extension: who, on whose behalf, why, by how much."""

    trial = models.ForeignKey(TrialRow, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField()
    total_days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "total_days"], name="trial_extension_once"),
            models.CheckConstraint(
                condition=Q(total_days__lte=LIMIT_DAYS), name="trial_extension_within_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} +{self.days}"


declare_client_rows("trials.TrialRow", names=("client",))
