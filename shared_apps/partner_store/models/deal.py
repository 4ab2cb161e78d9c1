"""A sale that a reseller works on and registers, so that no other reseller is let in meanwhile."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenants.models import Tenant

from ..validation import one_line
from .client_mark import Marked

PROTECTED_FOR = timedelta(days=90)
_DAY = timedelta(days=1)


class DealStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Waiting for an answer")
    APPROVED = "approved", _("Protected")
    REJECTED = "rejected", _("Rejected")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class Deal(Lifecycle, Marked):
    """One registered deal. `has_conflict`: what the reseller was told when it registered, never whose it is.

    `products` are skus of the catalogue. Once approved it is protected until `protected_until`.
    """

    Status = DealStatus

    MOVES = {
        Status.SUBMITTED: {Status.APPROVED, Status.REJECTED, Status.WITHDRAWN},
        Status.APPROVED: {Status.WON, Status.LOST, Status.WITHDRAWN, Status.EXPIRED},
    }
    OPEN = (Status.SUBMITTED, Status.APPROVED)

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="deals")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.SUBMITTED)
    company_name = models.CharField(_("Company name"), max_length=120, validators=[one_line])
    domain = models.CharField(_("Domain"), max_length=253, blank=True)
    contact_name = models.CharField(_("Contact"), max_length=120, blank=True, validators=[one_line])
    contact_email = models.EmailField(_("E-mail"), max_length=254, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    products = models.JSONField(default=list, blank=True)
    value_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    expected_on = models.DateField(_("Expected decision"), null=True, blank=True)
    notes = models.TextField(_("What you know and plan"), max_length=4000, blank=True)
    has_conflict = models.BooleanField(default=False)
    registered_by = models.CharField(max_length=200)
    submitted_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    protected_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            status_constraint(DealStatus, "deal_status_known"),
            models.CheckConstraint(condition=Q(value_minor__gte=0), name="deal_value_not_negative"),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(protected_until__isnull=False),
                name="deal_approved_is_protected",
            ),
            models.CheckConstraint(
                condition=~Q(domain_digest="") | ~Q(mail_domain_digest="") | ~Q(email_digest=""),
                name="deal_has_a_mark",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-submitted_at"], name="deal_of_tenant"),
            models.Index(fields=["status", "submitted_at"], name="deal_by_status"),
            models.Index(
                fields=["domain_digest"],
                condition=Q(status__in=["submitted", "approved"]) & ~Q(domain_digest=""),
                name="deal_open_domain",
            ),
            models.Index(
                fields=["mail_domain_digest"],
                condition=Q(status__in=["submitted", "approved"]) & ~Q(mail_domain_digest=""),
                name="deal_open_mail_domain",
            ),
            models.Index(
                fields=["email_digest"],
                condition=Q(status__in=["submitted", "approved"]) & ~Q(email_digest=""),
                name="deal_open_email",
            ),
        ]

    def __str__(self) -> str:
        return self.company_name

    @property
    def value(self) -> Money:
        """What the reseller expects to sell for."""
        return Money(self.value_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def days_left(self) -> int:
        """Whole days of protection, a begun one included; zero when there is none."""
        if self.status != self.Status.APPROVED or self.protected_until is None:
            return 0
        return max(0, ceil((self.protected_until - now()) / _DAY))
