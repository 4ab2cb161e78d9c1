"""What a tenant's brand has been."""

from __future__ import annotations

from django.db import models


class BrandVersion(models.Model):
    """The whole brand as it was saved once, by whom and with what changed. The database refuses to alter one."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="brand_versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)
    returned_to = models.PositiveIntegerField(null=True, blank=True)
    changed = models.JSONField(default=list)
    snapshot = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="brand_version_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)
