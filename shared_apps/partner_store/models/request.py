"""A reseller's wish for extra services, reviewed before it is paid (REQUIREMENTS S4.5–S4.24). Lies in `public`."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.catalog.models import Period
from shared_apps.catalog.wording import spoken
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenants.models import Tenant

from .item import StoreItem

REVIEW_WITHIN, PRIORITY_WITHIN = timedelta(days=3), timedelta(days=1)
_DAY = timedelta(days=1)


class RequestStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Waiting for review")
    QUESTION = "question", _("Question asked")
    APPROVED = "approved", _("Waiting for payment")
    ACTIVE = "active", _("Active")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ServiceRequest(Lifecycle):
    """Several items asked for at once, at the prices shown. `next_steps`: what the reviewer says how to go on.

    Who asked lies in the reseller's schema: here are their uuid and the address for mails. `seen_at` is when
    the reseller last opened it: what changed since is new to it.
    """

    Status = RequestStatus

    MOVES = {
        Status.SUBMITTED: {
            Status.QUESTION,
            Status.APPROVED,
            Status.ACTIVE,
            Status.REJECTED,
            Status.WITHDRAWN,
        },
        Status.QUESTION: {
            Status.SUBMITTED,
            Status.APPROVED,
            Status.ACTIVE,
            Status.REJECTED,
            Status.WITHDRAWN,
        },
        Status.APPROVED: {Status.ACTIVE, Status.WITHDRAWN},
    }
    OPEN = frozenset({Status.SUBMITTED, Status.QUESTION, Status.APPROVED})

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="service_requests")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.SUBMITTED)
    # What the page was given when the request was made: sent twice, it is one request.
    form_uuid = models.UUIDField(unique=True, default=uuid4)
    currency = models.CharField(max_length=3)
    note = models.TextField(blank=True, max_length=2000)
    requester_uuid = models.UUIDField()
    requester_name = models.CharField(max_length=120, blank=True)
    requester_email = models.EmailField(max_length=254)
    requester_language = models.CharField(max_length=8, blank=True)
    is_priority = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # The reviewer's answers to the check list: {"key": "yes" | "no"}.
    checks = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    bill_uuid = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [status_constraint(RequestStatus, "service_request_status_known")]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="service_request_newest"),
            models.Index(fields=["status", "answer_due_at"], name="service_request_waiting"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it by."""
        return f"SR-{self.pk:05d}"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_in_review(self) -> bool:
        return self.status in {self.Status.SUBMITTED, self.Status.QUESTION}

    @property
    def is_late(self) -> bool:
        return bool(self.status == self.Status.SUBMITTED and now() > self.answer_due_at)

    @property
    def days_left(self) -> int:
        """Whole days until the answer is due, a begun one included; zero or less when it is late."""
        return ceil((self.answer_due_at - now()) / _DAY)

    @property
    def is_news(self) -> bool:
        """Whether something happened that nobody of the reseller's has seen."""
        return self.seen_at is None or self.seen_at < self.changed_at


class RequestLine(models.Model):
    """One item of a request, with name and price as they were shown."""

    class Decision(models.TextChoices):
        OPEN = "", _("Not decided")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Not accepted")

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(StoreItem, on_delete=models.PROTECT, related_name="lines")
    sku = models.CharField(max_length=64)
    name = models.JSONField(default=dict)
    period = models.CharField(max_length=8, choices=Period.choices)
    quantity = models.PositiveIntegerField(default=1)
    unit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    decision = models.CharField(max_length=16, choices=Decision.choices, default=Decision.OPEN, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "item"], name="request_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, unit_minor__gte=0), name="request_line_of_something"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "approved", "rejected"]), name="request_line_decision_known"
            ),
        ]

    def __str__(self) -> str:
        return str(spoken(self.name))

    @property
    def unit(self) -> Money:
        return Money(self.unit_minor, self.currency)

    @property
    def total(self) -> Money:
        return self.unit * self.quantity

    @property
    def is_approved(self) -> bool:
        return self.decision == self.Decision.APPROVED

    @property
    def is_rejected(self) -> bool:
        return self.decision == self.Decision.REJECTED


class RequestMessage(models.Model):
    """A question of the reviewer's or the reseller's answer (S4.15)."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="messages")
    is_ours = models.BooleanField(default=False)
    author = models.CharField(max_length=200)
    body = models.TextField(max_length=4000)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.body[:60]
