"""Pictures of a brand."""

from __future__ import annotations

from django.db import models


class BrandImage(models.Model):
    """A logo or icon as it is served: re-encoded by us, named by its content.

    In the database, so that no disk is shared. Kept for good: earlier versions of the brand wear it.
    """

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="brand_images")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=32)
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "sha256"], name="brand_image_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
