"""Approved withdrawals that go to the bank together."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.commissions.models import MethodKind, Withdrawal
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money


class BatchStatus(models.TextChoices):
    LOCKED = "locked", _("Ready for the bank")
    SENT = "sent", _("Sent")
    SETTLED = "settled", _("Settled")
    CANCELLED = "cancelled", _("Cancelled")


class LineStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Returned by the bank")
    RELEASED = "released", _("Taken out")


class FileForm(models.TextChoices):
    """The file by which a line reaches the bank."""

    CSV = "csv", "CSV"
    XML = "xml", "ISO 20022 (pain.001)"


class PayoutBatch(Lifecycle):
    """Withdrawals of one currency, fixed from the moment it is made. `total_minor` is what the bank is to send."""

    MOVES = {
        BatchStatus.LOCKED: {BatchStatus.SENT, BatchStatus.SETTLED, BatchStatus.CANCELLED},
        BatchStatus.SENT: {BatchStatus.SETTLED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    execute_on = models.DateField()
    status = models.CharField(max_length=16, choices=BatchStatus.choices, default=BatchStatus.LOCKED)
    line_count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    withheld_minor = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(BatchStatus, "payout_batch_status_known"),
            models.UniqueConstraint(fields=["tenant", "number"], name="payout_batch_number_once"),
            models.CheckConstraint(
                condition=Q(line_count__gt=0, total_minor__gte=0, withheld_minor__gte=0),
                name="payout_batch_of_something",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "-id"], name="payout_batch_newest")]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def withheld(self) -> Money:
        return Money(self.withheld_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.status in (BatchStatus.LOCKED, BatchStatus.SENT)


class BatchLine(models.Model):
    """One withdrawal in a batch. `code` is its name at the bank; it is given once, also when it is sent again.

    The number that it is paid to stays sealed with the payout method. `amount_minor` is what is sent: the
    withdrawal less `withheld_minor`. `file` is the one file for the bank that names the line, fixed when the batch
    is made, so that both files together pay it once; empty for account credit, which no bank pays.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, related_name="lines", db_index=False)
    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="batch_lines")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=35)
    kind = models.CharField(max_length=8, choices=MethodKind.choices)
    file = models.CharField(max_length=3, choices=FileForm.choices, blank=True, default="", db_default="")
    amount_minor = models.BigIntegerField()
    withheld_minor = models.BigIntegerField(default=0)
    status = models.CharField(max_length=16, choices=LineStatus.choices, default=LineStatus.WAITING)
    reference = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(LineStatus, "batch_line_status_known"),
            models.UniqueConstraint(fields=["batch", "position"], name="batch_line_position_once"),
            models.UniqueConstraint(fields=["batch", "code"], name="batch_line_code_once"),
            # A withdrawal is under way in one batch at most: whatever else fails, it is not paid twice.
            models.UniqueConstraint(
                fields=["withdrawal"],
                condition=Q(status__in=["waiting", "paid"]),
                name="batch_line_under_way_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, withheld_minor__gte=0), name="batch_line_amounts_sound"
            ),
            models.CheckConstraint(
                condition=Q(kind="iban", file__in=FileForm.values)
                | Q(kind="card", file="csv")
                | (~Q(kind__in=["iban", "card"]) & Q(file="")),
                name="batch_line_in_one_file",
            ),
        ]
        indexes = [models.Index(fields=["batch", "status", "position"], name="batch_line_by_status")]

    def __str__(self) -> str:
        return self.code

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.batch.currency)
