"""What a client takes along: everything that is kept of it, in one archive."""

from __future__ import annotations

import uuid

from django.db import models

from shared_apps.kernel.clock import now

from .client import Client


class ClientExport(models.Model):
    """An archive that was asked for. `content` comes with the agenda, and goes again after a week."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="exports")
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(done_at=None), name="client_export_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.asked_at:%Y-%m-%d}"
