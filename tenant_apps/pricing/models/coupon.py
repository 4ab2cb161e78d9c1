"""Coupons: less to pay, within limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client

from .tax import WHOLE


class Coupons(models.QuerySet["Coupon"]):
    def usable(self) -> Coupons:
        """Switched on, in their time, and not used up."""
        at = now()
        begun = Q(starts_at=None) | Q(starts_at__lte=at)
        running = Q(ends_at=None) | Q(ends_at__gt=at)
        left = Q(most_uses=None) | Q(used_count__lt=F("most_uses"))
        return self.filter(begun, running, left, is_active=True)


class Coupon(models.Model):
    """A code that makes an order cheaper. `used_count` counts orders, and is never beyond `most_uses`.

    A percentage is in `basis_points`; an amount is taken off the order once a period. `skus`: plans and
    add-ons that it is for, none means all. `periods`: how many periods it lasts when it lasts for some.
    """

    class Kind(models.TextChoices):
        PERCENT = "percent", _("Percentage")
        AMOUNT = "amount", _("Amount")

    class Duration(models.TextChoices):
        FIRST = "first", _("First period")
        SOME = "some", _("Several periods")
        ALWAYS = "always", _("Every period")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(_("Code"), max_length=40, unique=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    basis_points = models.PositiveIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    duration = models.CharField(max_length=8, choices=Duration.choices, default=Duration.FIRST)
    periods = models.PositiveSmallIntegerField(default=1)
    skus = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    minimum_minor = models.BigIntegerField(default=0)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    most_uses_per_client = models.PositiveIntegerField(null=True, blank=True)
    is_for_new_clients = models.BooleanField(default=False)
    used_count = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    objects = Coupons.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code=Upper("code")), name="coupon_code_upper_case"),
            models.CheckConstraint(
                condition=Q(kind="percent", basis_points__gte=1, basis_points__lte=WHOLE, amount_minor=0)
                | Q(kind="amount", amount_minor__gt=0, basis_points=0),
                name="coupon_takes_something_off",
            ),
            models.CheckConstraint(
                condition=Q(duration__in=["first", "some", "always"], periods__gte=1, minimum_minor__gte=0),
                name="coupon_duration_known",
            ),
            models.CheckConstraint(
                condition=Q(most_uses=None) | Q(used_count__lte=F("most_uses")),
                name="coupon_uses_within_limit",
            ),
        ]
        indexes = [models.Index(fields=["created_at", "id"], name="coupon_by_creation")]

    def __str__(self) -> str:
        return self.code

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def percent(self) -> float:
        """The percentage that it takes off; 0 for an amount."""
        return self.basis_points / 100

    @property
    def last_day(self) -> datetime | None:
        """A moment on the last day; `ends_at` is the first one after it."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at else None

    @property
    def minimum(self) -> Money:
        return Money(self.minimum_minor, self.currency)

    @property
    def periods_in_all(self) -> int | None:
        """For how many periods it makes a service cheaper, the first among them; None is without end."""
        return {self.Duration.FIRST: 1, self.Duration.SOME: self.periods}.get(self.Duration(self.duration))

    @property
    def state(self) -> str:
        """active, off, used_up, waiting (its time has not come) or over: the badge of a coupon."""
        if not self.is_active:
            return "off"
        if self.most_uses is not None and self.used_count >= self.most_uses:
            return "used_up"
        if self.ends_at and self.ends_at <= now():
            return "over"
        return "waiting" if self.starts_at and self.starts_at > now() else "active"


class CouponUse(models.Model):
    """One order that a coupon made cheaper; given back when the order is cancelled unpaid."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="uses")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="coupon_uses")
    order_uuid = models.UUIDField()
    order_number = models.CharField(max_length=32)
    saved_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField(default=now)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # An order takes one coupon, once.
            models.UniqueConstraint(fields=["order_uuid"], name="coupon_use_once_per_order"),
            models.CheckConstraint(condition=Q(saved_minor__gte=0), name="coupon_use_saves"),
        ]
        indexes = [models.Index(fields=["coupon", "at", "id"], name="coupon_use_by_time")]

    def __str__(self) -> str:
        return f"{self.coupon} {self.order_number}"

    @property
    def saved(self) -> Money:
        return Money(self.saved_minor, self.currency)
