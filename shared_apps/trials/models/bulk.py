"""Many trials extended by one decision, each by a task of its own."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor, ActorKind

from .trial import TrialRow


class BulkExtension(models.Model):
    """Who decided to extend many trials, and why. `total` is how many there were when it began.

    `uuid` is the key of the form that asked for it: the same form sent twice is one bulk extension.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    reason = models.TextField()
    total = models.PositiveIntegerField()
    actor_kind = models.CharField(max_length=16)
    actor_key = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def actor(self) -> Actor:
        """The person who decided, for the tasks that carry it out."""
        return Actor(ActorKind(self.actor_kind), self.actor_key, self.actor_label, self.acting_for)


class BulkItem(models.Model):
    """One trial of a bulk extension and what came of it; (bulk, trial) makes it one."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")

    bulk = models.ForeignKey(BulkExtension, on_delete=models.PROTECT, related_name="items")
    trial = models.ForeignKey(TrialRow, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WAITING)
    note = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "trial"], name="bulk_item_once"),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "done", "refused", "failed"]),
                name="bulk_item_status_known",
            ),
        ]
        indexes = [models.Index(fields=["bulk", "status", "id"], name="bulk_item_by_status")]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.trial_id}"
