"""Long work on a tenant, done by one worker at a time: whoever falls silent is replaced by the next one."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from shared_apps.kernel.clock import now

# Longer than any single batch or step takes.
SILENCE = timedelta(seconds=60)


class Overtaken(RuntimeError):
    """Another worker has taken the work over; this one stops at once."""


class Job(models.Model):
    """Work that tells how far it is. `run` names the worker that has it, `beat_at` when it was last heard of."""

    run = models.UUIDField(null=True)
    beat_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def take(self) -> bool:
        """Claim the work for this call; False while another worker is at it."""
        mine = uuid.uuid4()
        free = Q(run__isnull=True) | Q(beat_at__lt=now() - SILENCE)
        if not self._rows().filter(free).update(run=mine, beat_at=now()):
            return False
        self.refresh_from_db()
        return self.run == mine

    def beat(self, **fields: Any) -> None:
        """Say that the work goes on, and write `fields` with it. Raises `Overtaken`."""
        if not self._rows().filter(run=self.run).update(beat_at=now(), **fields):
            raise Overtaken(str(self.pk))
        for name, value in fields.items():
            setattr(self, name, value)

    @property
    def worker(self) -> uuid.UUID:
        """Who has the work. Raises `Overtaken` where nobody has."""
        if self.run is None:
            raise Overtaken(str(self.pk))
        return self.run

    def let_go(self) -> None:
        """A step failed: the next try need not wait for the silence to pass."""
        self._rows().filter(run=self.run).update(run=None)

    def _rows(self) -> Any:
        return type(self)._base_manager.filter(pk=self.pk)
