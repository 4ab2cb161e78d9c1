"""An extra service that a reseller has: paid, usable, renewed by bills (REQUIREMENTS S4.23, S4.24)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.catalog.models import Period
from shared_apps.catalog.wording import spoken
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenants.models import Tenant

from .item import Grant, StoreItem
from .request import RequestLine


class ExtraStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class Work(models.TextChoices):
    """How far the operator's own work for it is."""

    NONE = "", _("Nothing to do")
    WAITING = "waiting", _("To do")
    DONE = "done", _("Done")


class ExtraService(Lifecycle):
    """Usable from activation until it ends, which is at `paid_until` where it is not renewed, and a few days later
    where its renewal is not paid. One that is bought once has no end. What it grants is kept as it was bought.
    """

    Status = ExtraStatus

    MOVES = {Status.ACTIVE: {Status.ENDED}}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="extra_services")
    item = models.ForeignKey(StoreItem, on_delete=models.PROTECT, related_name="extras")
    line = models.OneToOneField(RequestLine, on_delete=models.PROTECT, related_name="extra")
    sku = models.CharField(max_length=64)
    name = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    quantity = models.PositiveIntegerField(default=1)
    unit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    period = models.CharField(max_length=8, choices=Period.choices)
    grant = models.CharField(max_length=16, choices=Grant.choices, default=Grant.NONE)
    grant_amount = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    paid_until = models.DateTimeField(null=True, blank=True)
    periods_paid = models.PositiveIntegerField(default=1)
    ends_with_period = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    bill_uuid = models.UUIDField(null=True, blank=True, unique=True)
    work = models.CharField(max_length=8, choices=Work.choices, default=Work.NONE, blank=True)
    work_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            status_constraint(ExtraStatus, "extra_service_status_known"),
            models.CheckConstraint(
                condition=Q(period="once") | Q(paid_until__isnull=False), name="extra_service_paid_until"
            ),
            models.CheckConstraint(condition=Q(work__in=Work.values), name="extra_service_work_known"),
        ]
        indexes = [
            models.Index(fields=["tenant", "status"], name="extra_service_of_tenant"),
            models.Index(fields=["id"], condition=Q(work="waiting"), name="extra_service_work_waiting"),
        ]

    def __str__(self) -> str:
        return str(spoken(self.name))

    @property
    def price(self) -> Money:
        """What it costs for a period, all units together."""
        return Money(self.unit_minor, self.currency) * self.quantity

    @property
    def is_active(self) -> bool:
        return bool(self.status == self.Status.ACTIVE)

    @property
    def is_recurring(self) -> bool:
        return bool(self.period != Period.ONCE)
