"""The operator's bills to resellers: for extra services, for their plan, for anything else (REQUIREMENTS S4.20)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenants.models import Tenant


class BillStatus(models.TextChoices):
    OPEN = "open", _("Open")
    PAID = "paid", _("Paid")
    VOID = "void", _("Void")


class BillKind(models.TextChoices):
    SERVICES = "services", _("Extra services")
    PLAN = "plan", _("Plan")
    OTHER = "other", _("Other")


class NumberSequence(models.Model):
    """The last number given in a series and year. Locked while one is given: no number is left out."""

    series = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="settlement_number_once")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"


class Bill(Lifecycle):
    """What the operator asks of a reseller for one `cause`: paid whole, or void before that.

    `billed_to` is the reseller as it stood then: {name, lines, tax_id}. `notices` counts the reminders mailed.
    `paid_by` tells how: a gateway, or `balance`.
    """

    Status = BillStatus
    Kind = BillKind

    MOVES = {Status.OPEN: {Status.PAID, Status.VOID}}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="bills")
    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    cause_uuid = models.UUIDField()
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    tax_name = models.CharField(max_length=40, blank=True)
    tax_bp = models.PositiveIntegerField(default=0)
    total_minor = models.BigIntegerField()
    billed_to = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    issued_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.CharField(max_length=16, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)
    notices = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            status_constraint(BillStatus, "bill_status_known"),
            models.CheckConstraint(condition=Q(kind__in=BillKind.values), name="bill_kind_known"),
            models.CheckConstraint(
                condition=Q(net_minor__gte=0, tax_minor__gte=0, total_minor=F("net_minor") + F("tax_minor")),
                name="bill_adds_up",
            ),
            # Whoever asks and however often, one cause is billed once.
            models.UniqueConstraint(fields=["kind", "cause_uuid"], name="bill_cause_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="bill_newest"),
            models.Index(fields=["due_at"], condition=Q(status="open"), name="bill_open_by_due"),
            models.Index(fields=["-issued_at", "-id"], name="bill_latest_of_all"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def net(self) -> Money:
        return Money(self.net_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return bool(self.status == self.Status.OPEN)

    @property
    def state(self) -> str:
        """The status, or that it is overdue."""
        return "overdue" if self.is_open and self.due_at < now() else str(self.status)


class BillLine(models.Model):
    """One row of a bill. `unit_minor` may be negative: what was paid before and is not used."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    sku = models.CharField(max_length=64, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    unit_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    period_from = models.DateTimeField(null=True, blank=True)
    period_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor=F("unit_minor") * F("quantity"), quantity__gt=0),
                name="bill_line_adds_up",
            ),
            models.UniqueConstraint(fields=["bill", "position"], name="bill_line_position_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Money:
        return Money(self.unit_minor, self.currency)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class TopUp(models.Model):
    """A reseller's wish to pay into its balance by one of the operator's gateways. Paid, it is a transfer."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="top_ups")
    number = models.CharField(max_length=32, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    asked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="top_up_of_something")]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.amount_minor, self.currency)
