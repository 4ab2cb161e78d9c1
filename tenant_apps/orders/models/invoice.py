"""What is owed, what was paid of it, and what was given back."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client

from .order import Order, OrderLine
from .service import Service


class InvoiceStatus(models.TextChoices):
    """How far an invoice has come."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    PAID = "paid", _("Paid")
    VOID = "void", _("Void")
    REFUNDED = "refunded", _("Refunded")


class Invoice(Lifecycle):
    """A bill to a client. It is paid whole, by one payment; `payment_uuid` says which."""

    Status = InvoiceStatus

    class Cause(models.TextChoices):
        ORDER = "order", _("Order")
        TRIAL = "trial", _("End of trial")
        RENEWAL = "renewal", _("Renewal")

    MOVES = {
        Status.DRAFT: {Status.OPEN, Status.VOID},
        Status.OPEN: {Status.PAID, Status.VOID},
        Status.PAID: {Status.REFUNDED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=32, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invoices")
    cause = models.CharField(max_length=16, choices=Cause.choices, default=Cause.ORDER)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    payment_uuid = models.UUIDField(null=True, unique=True)
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(InvoiceStatus, "invoice_status_known"),
            models.CheckConstraint(condition=Q(total_minor__gt=0), name="invoice_total_positive"),
            models.CheckConstraint(
                condition=Q(paid_minor=0) | Q(paid_minor=F("total_minor")), name="invoice_paid_whole_or_not"
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("paid_minor")),
                name="invoice_refunded_within_paid",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(paid_minor=F("total_minor")), name="invoice_paid_has_money"
            ),
        ]
        indexes = [
            models.Index(fields=["issued_at", "id"], name="invoice_by_time"),
            models.Index(fields=["status", "issued_at", "id"], name="invoice_status_by_time"),
            models.Index(fields=["due_at"], condition=Q(status="open"), name="invoice_open_by_due"),
            models.Index(fields=["paid_at"], condition=Q(paid_at__isnull=False), name="invoice_by_payment"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor, self.currency)

    @property
    def refunded(self) -> Money:
        return Money(self.refunded_minor, self.currency)

    @property
    def due(self) -> Money:
        """What is still to be paid: nothing unless it is open."""
        return self.total if self.is_open else Money.zero(self.currency)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < now()

    @property
    def state(self) -> str:
        """The status as pages show it, which tells overdue and partly refunded apart."""
        if self.is_overdue:
            return "overdue"
        return "partly_refunded" if self.refunded_minor and self.status == self.Status.PAID else self.status


class InvoiceLine(models.Model):
    """One row of an invoice; `service` is the one that it pays for, once there is one."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="invoice_lines")
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    wholesale_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    period_from = models.DateTimeField(null=True)
    period_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("unit_minor") * F("quantity"), unit_minor__gte=0, wholesale_minor__gte=0
                ),
                name="invoice_line_total_is_product",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Money:
        return Money(self.unit_minor, self.currency)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class AppliedRefund(models.Model):
    """A refund that this invoice has taken in; `refund_uuid` makes it one."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="applied_refunds")
    refund_uuid = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="applied_refund_positive"),
        ]

    def __str__(self) -> str:
        return str(self.refund_uuid)
