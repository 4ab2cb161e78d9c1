"""A reseller's own domains, and where each stands (DESIGN, "Portals and hosts")."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from tenants.context import current_tenant

from .names import is_apex, shown

GRACE = timedelta(days=7)
QUARANTINE = timedelta(days=30)
# A suspended domain that nobody mends is given back by itself.
PATIENCE = timedelta(days=30)
# One absent record may be a panel that is just being edited.
MOST_MISSES = 3


class Status(models.TextChoices):
    PENDING = "pending", _("Waiting for proof")
    VERIFIED = "verified", _("Ownership proved")
    ROUTED = "routed", _("Waiting for the certificate")
    ACTIVE = "active", _("Active")
    FAILING = "failing", _("Failing")
    SUSPENDED = "suspended", _("Suspended")
    RELEASED = "released", _("Given back")


# The domain is this tenant's and nobody else's.
HELD = (Status.VERIFIED, Status.ROUTED, Status.ACTIVE, Status.FAILING, Status.SUSPENDED)
# Visitors are served.
SERVED = (Status.ROUTED, Status.ACTIVE, Status.FAILING)


class OwnDomains(models.QuerySet["OwnDomain"]):
    def here(self) -> OwnDomains:
        """Those of the current tenant that it has not given back."""
        return self.filter(tenant_id=current_tenant().id).exclude(status=Status.RELEASED)

    def held(self) -> OwnDomains:
        return self.filter(status__in=HELD)


class OwnDomain(Lifecycle):
    """A name that a tenant says is its own: proved by a record that only its owner can set, then routed here.

    `host` is in A-labels. `proof` is what the TXT record must say; it is bound to tenant and host. `answers` is
    what the DNS said last (`doctor.Examination`, as JSON).
    """

    class Trouble(models.TextChoices):
        NONE = "", _("None")
        OWNERSHIP = "ownership", _("The proof of ownership is gone")
        ROUTE = "route", _("The domain leads elsewhere")
        TAKEN = "taken", _("Another portal has proved to own it")
        REVOKED = "revoked", _("Stopped by us")

    MOVES = {
        Status.PENDING: {Status.VERIFIED, Status.RELEASED},
        Status.VERIFIED: {Status.ROUTED, Status.FAILING, Status.SUSPENDED, Status.RELEASED},
        Status.ROUTED: {Status.ACTIVE, Status.FAILING, Status.SUSPENDED, Status.RELEASED},
        Status.ACTIVE: {Status.FAILING, Status.SUSPENDED, Status.RELEASED},
        Status.FAILING: {Status.VERIFIED, Status.ROUTED, Status.ACTIVE, Status.SUSPENDED, Status.RELEASED},
        Status.SUSPENDED: {Status.VERIFIED, Status.ROUTED, Status.RELEASED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    host = models.CharField(max_length=253)
    proof = models.CharField(max_length=32)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PENDING)
    trouble = models.CharField(max_length=16, choices=Trouble.choices, blank=True, default=Trouble.NONE)
    misses = models.PositiveSmallIntegerField(default=0)
    answers = models.JSONField(default=dict)
    verified_at = models.DateTimeField(null=True)
    routed_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    # It was the tenant's address when it began to fail, and becomes it again once it is mended.
    was_address = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True)
    quarantined_until = models.DateTimeField(null=True)
    # The check that the agenda waits for; entries of earlier rounds do nothing.
    round = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    share_key = models.CharField(max_length=16, blank=True)
    shared_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = OwnDomains.as_manager()

    class Meta:
        constraints = [
            status_constraint(Status, "own_domain_status_known"),
            models.UniqueConstraint(
                fields=["host"],
                condition=Q(status__in=[str(each) for each in HELD]),
                name="own_domain_held_once",
            ),
            models.UniqueConstraint(
                fields=["tenant", "host"],
                condition=~Q(status="released"),
                name="own_domain_once_a_tenant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["host"],
                condition=Q(quarantined_until__isnull=False),
                name="own_domain_quarantined",
            ),
            models.Index(fields=["host"], condition=Q(status="pending"), name="own_domain_pending"),
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def shown_host(self) -> str:
        """The name in its own script."""
        return shown(self.host)

    @property
    def is_apex(self) -> bool:
        return is_apex(self.host)

    @property
    def is_held(self) -> bool:
        return self.status in HELD

    @property
    def is_served(self) -> bool:
        return self.status in SERVED

    @property
    def grace_ends_at(self) -> datetime | None:
        return self.failing_since + GRACE if self.failing_since else None

    @property
    def furthest(self) -> Any:
        """Where a domain that fails or is suspended goes back to once all is well."""
        if not self.routed_at:
            return Status.VERIFIED
        return Status.ACTIVE if self.active_at and self.status == Status.FAILING else Status.ROUTED
