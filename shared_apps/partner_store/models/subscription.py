"""A reseller's own plan on the platform: what its portal costs, and its trial (REQUIREMENTS S5.40–S5.43)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from tenants.models import Tenant

TRIAL_DAYS, TRIAL_STEP_DAYS, TRIAL_MAX_DAYS = 15, 15, 60


class SubscriptionStatus(models.TextChoices):
    TRIAL = "trial", _("Trial")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class PlatformSubscription(Lifecycle):
    """The plan under which a reseller uses the platform: one for each reseller.

    `trial_end`: what becomes of it when the trial is over: `convert` bills it and lets it go on, `suspend`
    stops it and, with it, the portal. `next_sku` and `next_period`: what it becomes when it renews.
    `stops_unpaid`: it was suspended because a bill is not paid, and comes back with the payment.
    """

    Status = SubscriptionStatus

    class Period(models.TextChoices):
        MONTH = "month", pgettext_lazy("period", "Monthly")
        YEAR = "year", pgettext_lazy("period", "Yearly")

    class TrialEnd(models.TextChoices):
        CONVERT = "convert", _("Goes on, to be paid")
        SUSPEND = "suspend", _("Is suspended")

    MOVES = {
        Status.TRIAL: {Status.ACTIVE, Status.SUSPENDED, Status.ENDED},
        Status.ACTIVE: {Status.SUSPENDED, Status.ENDED},
        Status.SUSPENDED: {Status.ACTIVE, Status.ENDED},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.OneToOneField(Tenant, on_delete=models.PROTECT, related_name="platform_subscription")
    sku = models.CharField(max_length=64, default="partner-portal")
    name = models.CharField(max_length=200, default="Partner portal")
    seats = models.PositiveIntegerField(default=5)
    period = models.CharField(max_length=8, choices=Period.choices, default=Period.MONTH)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.TRIAL)
    starts_at = models.DateTimeField(default=now)
    renews_at = models.DateTimeField(null=True, blank=True)
    next_sku = models.CharField(max_length=64, blank=True)
    next_period = models.CharField(max_length=8, choices=Period.choices, blank=True)
    stops_unpaid = models.BooleanField(default=False)
    trial_ends_at = models.DateTimeField(null=True, blank=True)
    trial_total_days = models.PositiveSmallIntegerField(default=TRIAL_DAYS)
    trial_step_days = models.PositiveSmallIntegerField(default=TRIAL_STEP_DAYS)
    trial_max_days = models.PositiveSmallIntegerField(default=TRIAL_MAX_DAYS)
    trial_end = models.CharField(max_length=8, choices=TrialEnd.choices, default=TrialEnd.CONVERT)

    class Meta:
        constraints = [
            status_constraint(SubscriptionStatus, "platform_subscription_status_known"),
            models.CheckConstraint(
                condition=Q(trial_total_days__lte=F("trial_max_days"), trial_max_days__lte=TRIAL_MAX_DAYS),
                name="platform_subscription_trial_limit",
            ),
            models.CheckConstraint(
                condition=Q(trial_end__in=["convert", "suspend"]), name="platform_subscription_end_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on_trial(self) -> bool:
        return bool(self.status == self.Status.TRIAL)
