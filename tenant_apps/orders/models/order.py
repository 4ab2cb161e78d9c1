"""What a client asked for, with the prices as they were."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client

MOST_SEATS = 10_000


class OrderStatus(models.TextChoices):
    """How far an order has come."""

    DRAFT = "draft", _("Draft")
    PLACED = "placed", _("Placed")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


class Order(Lifecycle):
    """A client's order. `wish_key` makes it one: the same wish sent twice gives the same order."""

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
    total_minor = models.BigIntegerField()
    wish_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(OrderStatus, "order_status_known"),
            models.CheckConstraint(condition=Q(total_minor__gte=0), name="order_total_not_negative"),
        ]
        indexes = [
            models.Index(fields=["placed_at", "id"], name="order_by_time"),
            models.Index(fields=["status", "placed_at", "id"], name="order_status_by_time"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        """The price of one period of everything ordered."""
        return Money(self.total_minor, self.currency)


class TrialEnd(models.TextChoices):
    """What becomes of a service when its trial is over, as its plan said when it was ordered."""

    SUSPEND = "suspend", _("Waits until it is paid")
    INVOICE = "invoice", _("Goes on, to be paid")


class OrderLine(models.Model):
    """A plan or an add-on of an order. `starts_on_trial`: its first invoice comes when the trial ends.

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

    class Meta:
        constraints = [
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
    def wholesale(self) -> Money:
        """What the operator is owed for the whole line."""
        return Money(self.wholesale_unit_minor * self.quantity, self.currency)
