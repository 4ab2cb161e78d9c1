"""Clients that come out of a spreadsheet: the file, and each of its rows with what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor, ActorKind
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .client import Client


class ImportStatus(models.TextChoices):
    """How far an import has come."""

    DRAFT = "draft", _("Not begun")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    FAILED = "failed", _("Failed")


class ClientImport(Lifecycle):
    """One file of clients. `columns` names the field of each column, empty for none; `content` is the file until
    its rows are read for good. `trouble` says why the whole file could not be read (`reading.Unreadable.code`).
    """

    class Duplicates(models.TextChoices):
        SKIP = "skip", _("Leave the client as it is")
        UPDATE = "update", _("Update the client")

    Status = ImportStatus

    MOVES = {
        Status.DRAFT: {Status.CHECKING},
        Status.CHECKING: {Status.CHECKED, Status.FAILED},
        Status.CHECKED: {Status.CHECKING, Status.RUNNING},
        Status.FAILED: {Status.CHECKING},
        Status.RUNNING: {Status.DONE},
        Status.DONE: {Status.UNDOING},
        Status.UNDOING: {Status.UNDONE},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    encoding = models.CharField(max_length=16, blank=True)
    has_heads = models.BooleanField(default=True)
    heads = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    duplicates = models.CharField(max_length=8, choices=Duplicates.choices, default=Duplicates.SKIP)
    country = models.CharField(max_length=2, blank=True)
    trouble = models.CharField(max_length=16, blank=True)
    # Counts the tries, so that a task of an earlier one finds nothing to do.
    turn = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    actor_kind = models.CharField(max_length=16)
    actor_key = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            status_constraint(ImportStatus, "client_import_status_known"),
            models.CheckConstraint(
                condition=Q(duplicates__in=["skip", "update"]), name="client_import_duplicates_known"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def actor(self) -> Actor:
        """Whoever began it: what the import does is done by them."""
        return Actor(ActorKind(self.actor_kind), self.actor_key, self.actor_label, self.acting_for)

    @property
    def is_moving(self) -> bool:
        """Whether the agenda is at work on it."""
        return self.status in (ImportStatus.CHECKING, ImportStatus.RUNNING, ImportStatus.UNDOING)


class ImportRow(models.Model):
    """A row of the file. `errors` are pairs of a field and a code, with a word where the code needs one; `before` is
    what an update replaced.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        NEW = "new", _("New")
        UPDATE = "update", _("To update")
        SKIPPED = "skipped", _("Already there")
        WRONG = "wrong", _("Not right")
        ADDED = "added", _("Added")
        UPDATED = "updated", _("Updated")
        UNDONE = "undone", _("Taken back")
        KEPT = "kept", _("Kept")

    batch = models.ForeignKey(ClientImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    email = models.CharField(max_length=254, blank=True)
    mobile = models.CharField(max_length=16, blank=True)
    errors = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    client = models.ForeignKey(Client, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="client_import_row_once"),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "waiting", "new", "update", "skipped", "wrong", "added", "updated", "undone", "kept",
                    ]
                ),
                name="client_import_row_status_known",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["batch", "status", "number"], name="client_import_row_by_status"),
            models.Index(fields=["batch", "email"], name="client_import_row_by_email"),
            models.Index(fields=["batch", "mobile"], name="client_import_row_by_mobile"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
