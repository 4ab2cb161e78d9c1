"""What a client asked for, with the prices as they were."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client
from tenant_apps.pricing.models import Coupon, TermsVersion

MOST_SEATS = 10_000


class OrderStatus(models.TextChoices):
    """How far an order has come."""

    DRAFT = "draft", _("Draft")
    PLACED = "placed", _("Placed")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


@dataclass(frozen=True, slots=True)
class TaxSum:
    """What an order bears of one tax; `percent` is its rate."""

    name: str
    percent: float
    is_inclusive: bool
    amount: Money


class Order(Lifecycle):
    """A client's order. `wish_key` makes it one: the same wish sent twice gives the same order.

    Prices are frozen: `subtotal` before the `discount`, `tax` on what is left, `total` with tax.
    `placed_by` names who placed it, `terms_version` is what they agreed to.
    """

    Status = OrderStatus

    MOVES = {
        Status.DRAFT: {Status.PLACED, Status.CANCELLED},
        Status.PLACED: {Status.PAID, Status.CANCELLED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=32, unique=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="orders")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    currency = models.CharField(max_length=3)
    subtotal_minor = models.BigIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    terms_version = models.ForeignKey(
        TermsVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.CharField(max_length=200, blank=True)
    wish_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(OrderStatus, "order_status_known"),
            models.CheckConstraint(condition=Q(total_minor__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(
                condition=Q(tax_minor__gte=0, discount_minor__gte=0, discount_minor__lte=F("subtotal_minor")),
                name="order_discount_within_subtotal",
            ),
        ]
        indexes = [
            models.Index(fields=["placed_at", "id"], name="order_by_time"),
            models.Index(fields=["status", "placed_at", "id"], name="order_status_by_time"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subtotal(self) -> Money:
        """The price of everything ordered, before discount and, unless prices include it, tax."""
        return Money(self.subtotal_minor, self.currency)

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def taxes(self) -> list[TaxSum]:
        """The taxes of its lines, by name and rate; also one that is zero and named, such as reverse charge."""
        found: dict[tuple[str, int, bool], int] = {}
        for line in self.lines.all():
            if line.tax_name:
                key = (line.tax_name, line.tax_bp, line.tax_inclusive)
                found[key] = found.get(key, 0) + line.tax_minor
        return [
            TaxSum(name, points / 100, is_inclusive, Money(minor, self.currency))
            for (name, points, is_inclusive), minor in found.items()
        ]

    @property
    def total(self) -> Money:
        """What the first period of everything ordered costs, after discount and with tax."""
        return Money(self.total_minor, self.currency)


class TrialEnd(models.TextChoices):
    """What becomes of a service when its trial is over, as its plan said when it was ordered."""

    SUSPEND = "suspend", _("Waits until it is paid")
    INVOICE = "invoice", _("Goes on, to be paid")


class OrderLine(models.Model):
    """A plan or an add-on of an order. `starts_on_trial`: its first invoice comes when the trial ends.

    `total` is unit × quantity; less `discount` and after tax that is net + tax = gross, for the first period.
    A coupon makes `discount_periods` periods cheaper (None: all), by `recurring_discount_bp` of the price or
    `recurring_discount_minor` off the line. `label` is the buyer's own name for it, such as a domain.
    `tried_by` are the proven addresses of those who try it, as they were then: they may change theirs later.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan")
        ADD_ON = "add_on", _("Add-on")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="add_ons")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sku = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    icon = models.CharField(max_length=40, blank=True)
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    wholesale_unit_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    period = models.CharField(max_length=8)
    per_seat = models.BooleanField(default=False)
    starts_on_trial = models.BooleanField(default=False)
    trial_days = models.PositiveSmallIntegerField(default=0)
    trial_step_days = models.PositiveSmallIntegerField(default=0)
    trial_max_days = models.PositiveSmallIntegerField(default=0)
    trial_end = models.CharField(max_length=8, choices=TrialEnd.choices, default=TrialEnd.SUSPEND)
    tried_by = ArrayField(models.EmailField(max_length=254), default=list, editable=False)
    provisioner = models.CharField(max_length=16, blank=True)
    label = models.CharField(max_length=253, blank=True)
    discount_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    gross_minor = models.BigIntegerField(default=0)
    tax_name = models.CharField(max_length=80, blank=True)
    tax_bp = models.PositiveIntegerField(default=0)
    tax_inclusive = models.BooleanField(default=False)
    coupon_code = models.CharField(max_length=40, blank=True)
    recurring_discount_bp = models.PositiveIntegerField(default=0)
    recurring_discount_minor = models.BigIntegerField(default=0)
    discount_periods = models.PositiveSmallIntegerField(null=True, blank=True, default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor"), net_minor__gte=0, tax_minor__gte=0),
                name="order_line_net_and_tax_is_gross",
            ),
            models.CheckConstraint(
                condition=Q(discount_minor__gte=0, discount_minor__lte=F("total_minor")),
                name="order_line_discount_within_total",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_SEATS), name="order_line_quantity_in_range"
            ),
            models.CheckConstraint(
                condition=Q(unit_minor__gte=0, wholesale_unit_minor__gte=0),
                name="order_line_prices_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(total_minor=F("unit_minor") * F("quantity")), name="order_line_total_is_product"
            ),
            models.CheckConstraint(condition=Q(kind__in=["plan", "add_on"]), name="order_line_kind_known"),
            models.CheckConstraint(
                condition=Q(period__in=["month", "year", "once"]), name="order_line_period_known"
            ),
            models.CheckConstraint(
                condition=Q(trial_end__in=["invoice", "suspend"]), name="order_line_trial_end_known"
            ),
        ]
        indexes = [GinIndex(fields=["tried_by"], name="order_line_by_trier")]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Money:
        return Money(self.unit_minor, self.currency)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def gross(self) -> Money:
        """What the first period costs, after discount and with tax."""
        return Money(self.gross_minor, self.currency)

    @property
    def discount_periods_left(self) -> int | None:
        """For how many periods the coupon still holds once the order is billed; None is without end.

        A trial's first period is billed when it ends, and is the coupon's first.
        """
        if self.discount_periods is None or self.starts_on_trial:
            return self.discount_periods
        return max(0, self.discount_periods - 1)

    @property
    def wholesale(self) -> Money:
        """What the operator is owed for the whole line."""
        return Money(self.wholesale_unit_minor * self.quantity, self.currency)
