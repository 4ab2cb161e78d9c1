"""Work that is due: outbox and scheduler in one table, in `public` (DESIGN, "Agenda")."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .titles import title_of


class Entry(models.Model):
    """One piece of work: which task, for which tenant (or none), with what, when, and how it went.

    (tenant, task, key) is unique: whoever schedules the same work again changes nothing.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        HANDED = "handed", _("Handed over")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, null=True, related_name="+")
    task = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    handed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "task", "key"], nulls_distinct=False, name="agenda_entry_once"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "handed", "done", "failed", "cancelled"]),
                name="agenda_entry_status_known",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(status="waiting"), name="agenda_entry_due"),
            models.Index(
                fields=["handed_at"], condition=models.Q(status="handed"), name="agenda_entry_handed"
            ),
            models.Index(fields=["-id"], condition=models.Q(status="failed"), name="agenda_entry_failed"),
            models.Index(
                fields=["done_at"], condition=models.Q(done_at__isnull=False), name="agenda_entry_done"
            ),
        ]

    @property
    def name(self) -> str:
        """What names it within a page."""
        return str(self.pk)

    @property
    def title(self) -> str | Promise:
        """What its task is called, in the reader's words."""
        return title_of(self.task)

    def __str__(self) -> str:
        # Without the key: history keeps this for good, and a key may hold somebody's address.
        return self.task
