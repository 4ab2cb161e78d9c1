"""What a reseller owes for a month of sales, as one bill of the operator's."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenants.models import Tenant


class StatementStatus(models.TextChoices):
    OPEN = "open", _("Open")
    PAID = "paid", _("Paid")


class StatementSequence(models.Model):
    """The last number given to a statement in a year. Locked while one is issued: no number is left out."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Statement(Lifecycle):
    """The wholesale of all sales of one currency from `begins_at` up to, without, `ends_at`.

    `notices` counts the reminders that were mailed.
    """

    Status = StatementStatus

    MOVES = {Status.OPEN: {Status.PAID}}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="statements")
    number = models.CharField(max_length=32, unique=True)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    issued_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    notices = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            status_constraint(StatementStatus, "statement_status_known"),
            models.CheckConstraint(
                condition=Q(total_minor__gt=0, ends_at__gt=F("begins_at")), name="statement_of_something"
            ),
            # A month is billed once, whoever issues it and however often.
            models.UniqueConstraint(fields=["tenant", "currency", "ends_at"], name="statement_month_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="statement_newest"),
            models.Index(fields=["due_at"], condition=Q(status="open"), name="statement_open_by_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return bool(self.status == self.Status.OPEN)

    @property
    def state(self) -> str:
        """The status, or that it is overdue."""
        return "overdue" if self.is_open and self.due_at < now() else str(self.status)
