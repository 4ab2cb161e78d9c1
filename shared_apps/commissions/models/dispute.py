"""A member disagrees with an earning: a thread between them and the office."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .earning import Earning


class DisputeStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class Dispute(Lifecycle):
    """One thread on an earning; it can be closed and, by another message of the member, opened again.

    `member_read_at` and `office_read_at`: until when each side has read.
    """

    MOVES: ClassVar = {
        DisputeStatus.OPEN: {DisputeStatus.ANSWERED, DisputeStatus.CLOSED},
        DisputeStatus.ANSWERED: {DisputeStatus.OPEN, DisputeStatus.CLOSED},
        DisputeStatus.CLOSED: {DisputeStatus.OPEN},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    earning = models.OneToOneField(Earning, on_delete=models.PROTECT, related_name="dispute")
    person_uuid = models.UUIDField()
    person_name = models.CharField(max_length=120)
    status = models.CharField(max_length=12, choices=DisputeStatus.choices, default=DisputeStatus.OPEN)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    member_read_at = models.DateTimeField()
    office_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [status_constraint(DisputeStatus, "dispute_status_known")]
        indexes = [
            models.Index(fields=["tenant", "status", "-id"], name="dispute_by_status"),
            models.Index(fields=["tenant", "person_uuid"], name="dispute_by_person"),
        ]

    def __str__(self) -> str:
        return self.person_name


class DisputeMessage(models.Model):
    """What one side wrote. `author` is shown to staff; a member reads the brand's name instead."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="messages")
    is_staff = models.BooleanField()
    author = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.author} {self.at}"
