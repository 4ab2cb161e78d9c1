"""A reseller put away: it serves nobody, and until its grace ends it may come back."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from shared_apps.kernel.clock import now


def grace() -> timedelta:
    """How long an archived reseller may not be deleted."""
    return timedelta(days=settings.ARCHIVE_GRACE_DAYS)


class Archive(models.Model):
    """One stay in the archive. `restored_at` ends it; a tenant has at most one that is open."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="archives")
    archived_at = models.DateTimeField()
    grace_ends_at = models.DateTimeField()
    reason = models.TextField()
    restored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(restored_at__isnull=True), name="archive_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} since {self.archived_at:%Y-%m-%d}"

    @property
    def is_past_grace(self) -> bool:
        return now() >= self.grace_ends_at
