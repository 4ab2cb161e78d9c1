"""A client's support case."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from tenant_apps.clients.models import Client, one_line
from tenant_apps.clients.search import SearchKeyField

from .department import Department


class TicketStatus(models.TextChoices):
    """Whose turn it is."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    WAITING = "waiting", _("Waiting")
    CLOSED = "closed", _("Closed")


class Priority(models.IntegerChoices):
    """How soon somebody should look; the higher the sooner."""

    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class Ticket(Lifecycle):
    """A question of a client with everything that was said about it (REQUIREMENTS S3.19, S3.28).

    Open: the shop is to answer. Answered: the client is. Waiting: somebody else is, or a day must come.
    """

    Status = TicketStatus

    MOVES = {
        Status.OPEN: {Status.ANSWERED, Status.WAITING, Status.CLOSED},
        Status.ANSWERED: {Status.OPEN, Status.WAITING, Status.CLOSED},
        Status.WAITING: {Status.OPEN, Status.ANSWERED, Status.CLOSED},
        Status.CLOSED: {Status.OPEN, Status.ANSWERED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="tickets")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="tickets")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="tickets"
    )
    subject = models.CharField(_("Subject"), max_length=200, validators=[one_line])
    search_subject = SearchKeyField(max_length=200, source="subject")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    created_at = models.DateTimeField(default=now)
    last_message_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(TicketStatus, "ticket_status_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="ticket_priority_known"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="ticket_closed_with_time",
            ),
        ]
        indexes = [
            models.Index(fields=["last_message_at", "id"], name="ticket_by_message"),
            models.Index(fields=["status", "last_message_at", "id"], name="ticket_status_by_message"),
            models.Index(fields=["client", "last_message_at", "id"], name="ticket_client_by_message"),
            models.Index(fields=["assignee", "last_message_at", "id"], name="ticket_assignee_by_message"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def number(self) -> str:
        """What people call it on the phone."""
        return f"#{self.pk}"

    @property
    def is_closed(self) -> bool:
        return bool(self.status == self.Status.CLOSED)

    @property
    def is_pressing(self) -> bool:
        """Whether it should stand out in a list."""
        return self.priority >= Priority.HIGH and not self.is_closed
