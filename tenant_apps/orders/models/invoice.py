"""What is owed, what was paid of it, and what was given back."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client

from .billed import IsBilled
from .order import Order, OrderLine
from .service import Service


class InvoiceStatus(models.TextChoices):
    """How far an invoice has come."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    PAID = "paid", _("Paid")
    VOID = "void", _("Void")
    REFUNDED = "refunded", _("Refunded")


class Invoice(IsBilled, Lifecycle):
    """A bill to a client. Money comes in one or more parts (`applied_payments`); it is paid when none is due.

    A draft has no number. `credited_minor` was taken off what was due by credit notes, `refunded_minor` is
    what was given back of what was paid.
    """

    Status = InvoiceStatus

    class Cause(models.TextChoices):
        ORDER = "order", _("Order")
        TRIAL = "trial", _("End of trial")
        RENEWAL = "renewal", _("Renewal")
        CHANGE = "change", _("Change")
        MANUAL = "manual", _("Written by hand")
        LATE_FEE = "late_fee", _("Late fee")
        CONSOLIDATED = "consolidated", _("Several services")

    MOVES = {
        Status.DRAFT: {Status.OPEN, Status.VOID},
        Status.OPEN: {Status.PAID, Status.VOID, Status.REFUNDED},
        Status.PAID: {Status.REFUNDED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=32, unique=True, null=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="invoices")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invoices")
    cause = models.CharField(max_length=16, choices=Cause.choices, default=Cause.ORDER)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    currency = models.CharField(max_length=3)
    subtotal_minor = models.BigIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    credited_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    unused_minor = models.BigIntegerField(default=0)
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    notes = models.TextField(blank=True)
    # An invoice has one late fee at most, however often it is asked for.
    fee_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="late_fee")

    class Meta:
        constraints = [
            status_constraint(InvoiceStatus, "invoice_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "void"]) | Q(total_minor__gt=0),
                name="invoice_total_positive",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", number__isnull=True)
                | Q(status="void")
                | Q(status__in=["open", "paid", "refunded"], number__isnull=False),
                name="invoice_numbered_once_issued",
            ),
            models.CheckConstraint(
                condition=Q(paid_minor__gte=0, credited_minor__gte=0, discount_minor__gte=0)
                & (
                    Q(status__in=["draft", "void"])
                    | Q(total_minor__gte=F("paid_minor") + F("credited_minor"))
                ),
                name="invoice_paid_within_total",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("paid_minor")),
                name="invoice_refunded_within_paid",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["paid", "refunded"])
                | Q(total_minor=F("paid_minor") + F("credited_minor")),
                name="invoice_paid_leaves_nothing_due",
            ),
        ]
        indexes = [
            models.Index(fields=["issued_at", "id"], name="invoice_by_time"),
            models.Index(fields=["status", "issued_at", "id"], name="invoice_status_by_time"),
            models.Index(fields=["due_at"], condition=Q(status="open"), name="invoice_open_by_due"),
            models.Index(fields=["due_at", "id"], name="invoice_by_due"),
            models.Index(fields=["total_minor", "id"], name="invoice_by_total"),
            models.Index(fields=["paid_at"], condition=Q(paid_at__isnull=False), name="invoice_by_payment"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its number; the word for a draft where there is none yet."""
        return self.number or str(_("Draft"))

    @property
    def subtotal(self) -> Money:
        """The prices before discount; they hold the tax where it is inclusive."""
        return Money(self.subtotal_minor, self.currency)

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def net(self) -> Money:
        return self.total - self.tax

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor, self.currency)

    @property
    def credited(self) -> Money:
        return Money(self.credited_minor, self.currency)

    @property
    def refunded(self) -> Money:
        return Money(self.refunded_minor, self.currency)

    @property
    def due(self) -> Money:
        """What is still to be paid: nothing unless it is open."""
        if not self.is_open:
            return Money.zero(self.currency)
        return self.total - self.paid - self.credited

    @property
    def refundable(self) -> Money:
        """What was paid and not given back, neither as money nor as time that was not used up."""
        left = self.paid_minor - self.refunded_minor - self.unused_minor
        return Money(max(0, left), self.currency)

    @property
    def payment_uuid(self) -> UUID | None:
        """The newest payment that put money into it."""
        found = self.applied_payments.order_by("-pk").values_list("payment_uuid", flat=True)
        return found.first()

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < now()

    @property
    def state(self) -> str:
        """The status as pages show it, which tells overdue, partly paid and partly refunded apart."""
        if self.is_overdue:
            return "overdue"
        if self.is_open and self.paid_minor:
            return "partly_paid"
        if self.status == self.Status.REFUNDED and not self.refunded_minor:
            return "credited"
        return "partly_refunded" if self.refunded_minor and self.status == self.Status.PAID else self.status


class LineKind(models.TextChoices):
    """What a row of an invoice is for."""

    PLAN = "plan", _("Plan")
    ADD_ON = "add_on", _("Add-on")
    OPTION = "option", _("Option")
    DOMAIN = "domain", _("Domain name")
    PRORATION = "proration", _("Part of a period")
    LATE_FEE = "late_fee", _("Late fee")
    CREDIT = "credit", _("Credit")
    OTHER = "other", _("Other")


class InvoiceLine(models.Model):
    """One row of an invoice; `service` is the one that it is about, once there is one.

    `unit_minor` may be negative (a credit for unused time); the discount is of the whole line, zero or more.
    `total_minor` is what is to be paid for it: net and tax.
    """

    Kind = LineKind

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=LineKind.choices, default=LineKind.OTHER)
    sku = models.CharField(max_length=64, blank=True)
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="invoice_lines")
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    tax_name = models.CharField(max_length=80, blank=True)
    tax_bp = models.PositiveSmallIntegerField(default=0)
    tax_inclusive = models.BooleanField(default=False)
    wholesale_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    period_from = models.DateTimeField(null=True)
    period_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("tax_minor"), discount_minor__gte=0),
                name="invoice_line_net_and_tax",
            ),
            models.CheckConstraint(
                condition=Q(
                    tax_inclusive=True,
                    total_minor=F("unit_minor") * F("quantity") - F("discount_minor"),
                )
                | Q(
                    tax_inclusive=False,
                    net_minor=F("unit_minor") * F("quantity") - F("discount_minor"),
                ),
                name="invoice_line_is_product",
            ),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="invoice_line_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Money:
        return Money(self.unit_minor, self.currency)

    @property
    def amount(self) -> Money:
        """Units times quantity, less the discount: with the tax where that is inclusive."""
        return Money(self.unit_minor * self.quantity - self.discount_minor, self.currency)

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor, self.currency)

    @property
    def net(self) -> Money:
        return Money(self.net_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class AppliedPayment(models.Model):
    """Money that this invoice has taken in; `payment_uuid` makes it one.

    What the payment held beyond what was due is `excess_minor`: it became account credit.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="applied_payments")
    payment_uuid = models.UUIDField()
    amount_minor = models.BigIntegerField()
    excess_minor = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "payment_uuid"], name="applied_payment_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, excess_minor__gte=0), name="applied_payment_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["payment_uuid"], name="applied_payment_by_uuid")]

    def __str__(self) -> str:
        return str(self.payment_uuid)

    @property
    def amount(self) -> Money:
        """What of it the invoice took; in the invoice's currency."""
        return Money(self.amount_minor, self.invoice.currency)


class AppliedRefund(models.Model):
    """A refund that this invoice has taken in; `refund_uuid` makes it one.

    `is_early`: it came before the invoice was wholly paid, so no commission had been earned on it. What of it
    was account credit already, left by an overpayment, is `excess_minor`.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="applied_refunds")
    refund_uuid = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    excess_minor = models.BigIntegerField(default=0)
    is_early = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, excess_minor__gte=0), name="applied_refund_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.refund_uuid)
