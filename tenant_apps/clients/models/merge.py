"""Two clients that were one: what moved from the one to the other, so that it can be taken back."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from shared_apps.kernel.clock import now

from .client import Client

UNDO_FOR = timedelta(days=30)


class ClientMerge(models.Model):
    """`merged` went into `kept`. `moved` lists the rows by table, and what else was done, as JSON."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merged_by")
    moved = models.JSONField(default=dict)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="client_merge_of_two"),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="client_merge_standing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"

    @property
    def may_be_undone(self) -> bool:
        """Whether it is young enough; that nothing new stands on it is seen only when it is tried."""
        return self.undone_at is None and now() < self.at + UNDO_FOR
