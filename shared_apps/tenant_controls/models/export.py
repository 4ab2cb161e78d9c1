"""Everything of one tenant as a file, made by the agenda and kept for a while."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .job import Job


def kept() -> timedelta:
    """How long a finished export can be fetched."""
    return timedelta(days=settings.EXPORT_KEPT_DAYS)


class ExportStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    EXPIRED = "expired", _("Expired")


class TenantExport(Job, Lifecycle):
    """A wish for everything, and how far it is. The file itself lies in `ExportPart`s until it expires."""

    Status = ExportStatus
    MOVES = {
        ExportStatus.WAITING: {ExportStatus.READY},
        ExportStatus.READY: {ExportStatus.EXPIRED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="exports")
    status = models.CharField(max_length=16, choices=ExportStatus.choices, default=ExportStatus.WAITING)
    reason = models.TextField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_total = models.PositiveBigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    manifest_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [status_constraint(ExportStatus, "tenant_export_status_known")]
        indexes = [models.Index(fields=["tenant", "-asked_at"], name="tenant_export_newest")]

    def __str__(self) -> str:
        return f"export {self.uuid}"

    @property
    def is_fetchable(self) -> bool:
        return self.status == ExportStatus.READY and self.expires_at is not None and now() < self.expires_at


class ExportPart(models.Model):
    """A piece of the file, at most 1 MiB: any worker can write it and any web host hand it out."""

    export = models.ForeignKey(TenantExport, on_delete=models.CASCADE, related_name="parts")
    run = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "run", "number"], name="export_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"
