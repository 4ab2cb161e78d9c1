"""What the bank says became of a batch: read first, shown, and applied once somebody agrees."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .batch import BatchLine, PayoutBatch


class ImportStatus(models.TextChoices):
    READ = "read", _("To be confirmed")
    APPLYING = "applying", _("In progress")
    DONE = "done", _("Done")
    DISCARDED = "discarded", _("Discarded")


class Outcome(models.TextChoices):
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Returned by the bank")
    PENDING = "pending", _("Still under way")


class Finding(models.TextChoices):
    """Whether a line of the file can be applied, and if not, why."""

    FITS = "fits", _("Will be applied")
    KNOWN = "known", _("Known already")
    PENDING = "pending", _("Still under way")
    STRANGE = "strange", _("Not in this batch")
    AMOUNT = "amount", _("Another amount")
    TWICE = "twice", _("Named twice")
    CONFLICT = "conflict", _("Contradicts what is recorded")
    UNCLEAR = "unclear", _("Result not understood")
    OWN = "own", _("Your own withdrawal")


class ResultImport(Lifecycle):
    """A file of the bank's. The same file again for the same batch is the same import (`digest`)."""

    MOVES = {
        ImportStatus.READ: {ImportStatus.APPLYING, ImportStatus.DISCARDED},
        ImportStatus.DISCARDED: {ImportStatus.READ},
        ImportStatus.APPLYING: {ImportStatus.DONE},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, related_name="imports", db_index=False)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=16, choices=ImportStatus.choices, default=ImportStatus.READ)
    total = models.PositiveIntegerField()
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=200)
    actor_key = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(ImportStatus, "result_import_status_known"),
            models.UniqueConstraint(fields=["batch", "digest"], name="result_import_once"),
        ]

    def __str__(self) -> str:
        return self.file_name


class ResultLine(models.Model):
    """One line of the file, what it says of which line of the batch, and whether it was applied."""

    source = models.ForeignKey(ResultImport, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=64)
    line = models.ForeignKey(BatchLine, on_delete=models.PROTECT, null=True, related_name="results")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    finding = models.CharField(max_length=16, choices=Finding.choices)
    said = models.CharField(max_length=40, blank=True)
    amount_text = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    is_applied = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "position"], name="result_line_once"),
            models.CheckConstraint(condition=Q(finding__in=Finding.values), name="result_finding_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="result_outcome_known"
            ),
        ]
        indexes = [
            models.Index(fields=["source", "finding", "position"], name="result_line_by_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"
