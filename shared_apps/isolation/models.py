"""Runs of the isolation proof: when data separation was last proved, and what was found."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now


class IsolationRun(models.Model):
    """One run. `counts`: probes by kind; `findings`: answers that came too much; `untried`: what has no object."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        HELD = "held", _("Separated")
        BROKEN = "broken", _("Not separated")
        STOPPED = "stopped", _("Interrupted")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.RUNNING)
    between = models.CharField(max_length=120)
    asked_by = models.CharField(max_length=200)
    started_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    probes = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    untried = models.JSONField(default=list)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["running", "held", "broken", "stopped"]),
                name="isolation_run_status_known",
            ),
            # Never two at once, whoever starts them.
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status="running"), name="isolation_run_one_running"
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="isolation_run_newest")]

    def __str__(self) -> str:
        return f"{self.between} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self) -> bool:
        return self.status == self.Status.RUNNING

    @property
    def has_held(self) -> bool:
        return self.status == self.Status.HELD

    @property
    def by_kind(self) -> list[tuple[Any, int]]:
        """Probes by kind, as pages list them."""
        from .kinds import KINDS, label_of

        order = {kind: place for place, kind in enumerate(KINDS)}
        kinds = sorted(self.counts.items(), key=lambda one: order.get(one[0], len(order)))
        return [(label_of(kind), count) for kind, count in kinds]
