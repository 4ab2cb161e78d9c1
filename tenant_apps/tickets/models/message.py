"""What was said in a ticket, and the files that came with it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now

from .ticket import Ticket

LONGEST_MESSAGE = 20_000


class Message(models.Model):
    """A message of the client or of the shop, or a note that only the shop reads. It is never changed.

    `key` makes it one: a form that is sent twice says it once. `author_key` is the uuid of the person who wrote
    it, `acting_for` whom they acted for.
    """

    class Side(models.TextChoices):
        CLIENT = "client", _("Client")
        STAFF = "staff", _("Staff")
        NOTE = "note", _("Internal note")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    author_key = models.CharField(max_length=64)
    author_label = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=LONGEST_MESSAGE)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["client", "staff", "note"]), name="ticket_side_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_note(self) -> bool:
        return self.side == self.Side.NOTE

    @property
    def is_of_staff(self) -> bool:
        return self.side == self.Side.STAFF


class Attachment(models.Model):
    """A file as it came. It is only ever handed out as a download (RELIABILITY 9)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
