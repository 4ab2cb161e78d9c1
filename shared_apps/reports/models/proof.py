"""Runs of the ledger's proof: when it was last proved that money adds up, and what did not."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProofStatus(models.TextChoices):
    RUNNING = "running", _("Running")
    HELD = "held", _("Holds")
    BROKEN = "broken", _("Gaps found")
    STOPPED = "stopped", _("Interrupted")


class LedgerProof(models.Model):
    """One run. `results`: for each check its name, how many gaps and the first of them; `done` of `total` checks."""

    Status = ProofStatus

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(max_length=8, choices=ProofStatus.choices, default=ProofStatus.RUNNING)
    asked_by = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    gap_count = models.PositiveIntegerField(default=0)
    results = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ProofStatus.values), name="ledger_proof_status_known"
            ),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="running"), name="ledger_proof_one_running"
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="ledger_proof_newest")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.status}"
