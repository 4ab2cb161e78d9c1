"""A tenant on its way out, and what testifies to it afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from .export import TenantExport
from .job import Job


class Deletion(Job):
    """The deletion of one tenant: how many of its steps are done. It can be stopped anywhere and goes on there."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="deletion")
    reason = models.TextField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    export = models.ForeignKey(TenantExport, on_delete=models.PROTECT, null=True, related_name="+")
    steps_done = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)
    hosts = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"deletion of {self.tenant_id}"


class DeletionCertificate(models.Model):
    """What was deleted, when, by whom and why. Never changed; the tenant's row stays as its tombstone.

    `counts`: rows by table as they were before; `manifest_sha256`: of the export that was made, if any.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="certificate")
    tenant_uuid = models.UUIDField()
    tenant_name = models.CharField(max_length=120)
    slug = models.CharField(max_length=40)
    hosts = models.JSONField(default=list)
    since = models.DateTimeField()
    archived_at = models.DateTimeField()
    deleted_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    reason = models.TextField()
    counts = models.JSONField(default=dict)
    manifest_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-deleted_at", "-id"], name="certificate_newest")]

    def __str__(self) -> str:
        return self.tenant_name

    @property
    def number(self) -> str:
        """What the paper is called by."""
        return f"{self.deleted_at:%Y}-{str(self.uuid)[:8].upper()}"

    @property
    def rows(self) -> int:
        found: dict[str, Any] = self.counts
        return sum(found.values())
