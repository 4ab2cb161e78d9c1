"""The running subscription that results from an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money, total
from shared_apps.kernel.periods import ANNIVERSARY, Anchor, Stretch
from shared_apps.kernel.proration import priced
from tenant_apps.clients.models import Client

from .order import OrderLine, TrialEnd


class ServiceStatus(models.TextChoices):
    """How far a service has come."""

    PENDING = "pending", _("Being set up")
    TRIAL = "trial", _("Trial")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class Service(Lifecycle):
    """A plan that a client uses; `items` are what it is made of, `operations` what its provisioner was told.

    `paid_until` is the end of the paid time, and `renews_at` the same while it renews: none once it is cancelled.
    By anniversary `paid_from` is where periods are counted from and `periods_paid` how many.
    """

    Status = ServiceStatus

    MOVES = {
        Status.PENDING: {Status.TRIAL, Status.ACTIVE, Status.ENDED},
        Status.TRIAL: {Status.ACTIVE, Status.SUSPENDED, Status.ENDED},
        Status.ACTIVE: {Status.SUSPENDED, Status.ENDED},
        Status.SUSPENDED: {Status.ACTIVE, Status.ENDED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="services")
    order_line = models.OneToOneField(OrderLine, on_delete=models.PROTECT, related_name="service")
    sku = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField()
    period = models.CharField(max_length=8)
    provisioner = models.CharField(max_length=16, blank=True)
    anchor = models.CharField(max_length=16, default=ANNIVERSARY)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PENDING)
    is_trial_first = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)
    paid_from = models.DateTimeField(null=True)
    paid_until = models.DateTimeField(null=True)
    periods_paid = models.PositiveIntegerField(default=0)
    renews_at = models.DateTimeField(null=True)
    past_due_at = models.DateTimeField(null=True)
    cancels_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)
    trial_ends_at = models.DateTimeField(null=True)
    trial_total_days = models.PositiveSmallIntegerField(default=0)
    trial_step_days = models.PositiveSmallIntegerField(default=0)
    trial_max_days = models.PositiveSmallIntegerField(default=0)
    trial_end = models.CharField(max_length=8, choices=TrialEnd.choices, default=TrialEnd.SUSPEND)
    reference = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            status_constraint(ServiceStatus, "service_status_known"),
            models.CheckConstraint(
                condition=Q(trial_total_days__lte=F("trial_max_days")), name="service_trial_within_limit"
            ),
            models.CheckConstraint(condition=Q(trial_max_days__lte=60), name="service_trial_sixty_at_most"),
            models.CheckConstraint(
                condition=Q(trial_end__in=["invoice", "suspend"]), name="service_trial_end_known"
            ),
            models.CheckConstraint(
                condition=Q(cancels_at__isnull=True) | Q(renews_at__isnull=True),
                name="service_cancelled_renews_not",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="service_by_creation"),
            models.Index(fields=["status", "created_at", "id"], name="service_status_by_creation"),
            models.Index(fields=["sku", "created_at", "id"], name="service_sku_by_creation"),
            models.Index(
                fields=["past_due_at"], condition=Q(past_due_at__isnull=False), name="service_past_due"
            ),
            models.Index(
                fields=["cancels_at"], condition=Q(cancels_at__isnull=False), name="service_cancelled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.label})" if self.label else self.name

    @property
    def plan_sku(self) -> str:
        return self.sku

    @property
    def state(self) -> str:
        """The status as pages show it, which tells past due and cancelled at the period's end."""
        if self.status == self.Status.ACTIVE and self.past_due_at:
            return "past_due"
        is_running = self.status in {self.Status.ACTIVE, self.Status.TRIAL}
        return "cancelled_at_end" if is_running and self.cancels_at else self.status

    @property
    def shown(self) -> object:
        """What a badge is made of."""
        return self if self.state == self.status else self.state

    @property
    def price(self) -> Money:
        """What the next period costs, add-ons that recur included, less what is discounted for longer."""
        return total([one.price for one in self.recurring_items], self.currency)

    @property
    def currency(self) -> str:
        items = self.current_items
        return items[0].currency if items else self.client.currency

    @property
    def current_items(self) -> list[ServiceItem]:
        """What it is made of now: the plan first."""
        return self.items_at(now())

    @property
    def recurring_items(self) -> list[ServiceItem]:
        """What a renewal bills: as of the end of the paid time, so that a scheduled change counts."""
        return self.billed_at(self.paid_until or now())

    def billed_at(self, at: datetime) -> list[ServiceItem]:
        """What a period that begins then is paid for: one that should have begun already, what there is now."""
        at = max(at, now())
        period = self.period_at(at)
        return [one for one in self.items_at(at) if one.period == period != "once"]

    def period_at(self, at: datetime) -> str:
        """The period of its plan at a moment: a scheduled change may lead to another one."""
        there = self.items_at(max(at, now()))
        plans = [one.period for one in there if one.kind == ServiceItem.Kind.PLAN]
        return plans[0] if plans else self.period

    def items_at(self, at: datetime) -> list[ServiceItem]:
        """What it is made of at a moment; from `items` as they were loaded."""
        there = [one for one in self.items.all() if one.is_there(at)]
        return sorted(there, key=lambda one: (one.kind != ServiceItem.Kind.PLAN, one.pk))

    @property
    def add_ons(self) -> list[ServiceItem]:
        return [one for one in self.current_items if one.kind != ServiceItem.Kind.PLAN]

    @property
    def is_recurring(self) -> bool:
        return self.period != "once"

    @property
    def is_running(self) -> bool:
        """Whether the client can use it now."""
        return self.status in {self.Status.TRIAL, self.Status.ACTIVE}

    @property
    def has_time_left(self) -> bool:
        """Whether some of its time is paid ahead."""
        return self.paid_until is not None and self.paid_until > now()

    @property
    def anchored(self) -> Anchor:
        return Anchor.read(self.anchor)

    @property
    def trial_days_left_to_give(self) -> int:
        """By how many days the trial may still be extended in all."""
        return self.trial_max_days - self.trial_total_days

    @property
    def can_extend_trial(self) -> bool:
        step = self.trial_step_days
        return self.status == self.Status.TRIAL and 0 < step <= self.trial_days_left_to_give


class ServiceItem(models.Model):
    """One thing that a service is made of: its plan, an add-on, an option or a domain name, at its own price.

    `unit_minor` is before discount, and with the tax where prices are inclusive, as everywhere. The discount that
    recurs is a part (`discount_bp`) and an amount, for `discount_periods_left` more periods; null: always.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan")
        ADD_ON = "add_on", _("Add-on")
        OPTION = "option", _("Option")
        DOMAIN = "domain", _("Domain name")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="items")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sku = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField(default=1)
    unit_minor = models.BigIntegerField()
    wholesale_unit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    period = models.CharField(max_length=8)
    per_seat = models.BooleanField(default=False)
    discount_bp = models.PositiveIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    discount_periods_left = models.PositiveIntegerField(null=True, default=None)
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, unit_minor__gte=0, wholesale_unit_minor__gte=0),
                name="service_item_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(discount_bp__lte=10_000, discount_minor__gte=0), name="service_item_discount_fits"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["plan", "add_on", "option", "domain"]), name="service_item_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_there(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    @property
    def is_recurring(self) -> bool:
        return self.period != "once"

    @property
    def unit(self) -> Money:
        return Money(self.unit_minor, self.currency)

    @property
    def full_price(self) -> Money:
        return self.unit * self.quantity

    @property
    def discount(self) -> Money:
        """What recurs of its discount on the next period; never more than the price."""
        if self.discount_periods_left == 0:
            return Money.zero(self.currency)
        wanted = self.full_price.share(self.discount_bp) + Money(self.discount_minor, self.currency)
        return min(wanted, self.full_price)

    @property
    def price(self) -> Money:
        """What the next period of it costs."""
        return self.full_price - self.discount

    @property
    def wholesale(self) -> Money:
        """What the operator is owed for a period of it."""
        return Money(self.wholesale_unit_minor * self.quantity, self.currency)

    @property
    def billed(self) -> Billed:
        """What a whole period of it costs."""
        return Billed(self.unit, self.quantity, self.discount, self.wholesale)

    def billed_for(self, stretch: Stretch) -> Billed:
        """What a stretch of it costs: the unit is rounded first, as the invoice's line shows it."""
        unit = priced(self.unit, stretch)
        discount = min(priced(self.discount, stretch), unit * self.quantity)
        return Billed(unit, self.quantity, discount, priced(self.wholesale, stretch))


@dataclass(frozen=True, slots=True)
class Billed:
    """What is asked for one item over a stretch, and what the operator is owed for it."""

    unit: Money
    quantity: int
    discount: Money
    wholesale: Money

    @property
    def price(self) -> Money:
        """After discount."""
        return self.unit * self.quantity - self.discount
