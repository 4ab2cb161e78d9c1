"""One row for each service, and one for each change of what recurs each month."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.client_rows import declare_client_rows
from shared_apps.kernel.money import Money
from tenants.models import Tenant


class ServiceFact(models.Model):
    """A service as it is now. `monthly_minor` is its price a month without tax: a year's divided by twelve.

    Only an active service counts (`recurring_minor`), as in Stripe's definition of MRR: a service counts while its
    invoice is overdue; once it is suspended or ended it is lost, and won back when it runs again. A trial, a free
    service, taxes and what is bought once bring nothing.
    `started_at` is when it was first active. `reason` is why it ended.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    service_uuid = models.UUIDField()
    client_uuid = models.UUIDField()
    country = models.CharField(max_length=2, blank=True)
    sku = models.CharField(max_length=64)
    product_sku = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=16)
    quantity = models.PositiveIntegerField()
    period = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    monthly_minor = models.BigIntegerField(default=0)
    monthly_wholesale_minor = models.BigIntegerField(default=0)
    recurring_minor = models.BigIntegerField(default=0)
    recurring_wholesale_minor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    trial_started_at = models.DateTimeField(null=True)
    trial_ends_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "service_uuid"], name="service_fact_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "status"], name="service_fact_by_status"),
            models.Index(
                fields=["trial_started_at"],
                condition=Q(trial_started_at__isnull=False),
                name="service_fact_by_trial",
            ),
            models.Index(fields=["tenant", "client_uuid"], name="service_fact_of_client"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.service_uuid}"

    @property
    def monthly(self) -> Money:
        return Money(self.monthly_minor, self.currency)


class MoveKind(models.TextChoices):
    """Why what recurs each month is more or less than before."""

    NEW = "new", _("New")
    EXPANSION = "expansion", _("Grown")
    CONTRACTION = "contraction", _("Shrunk")
    CHURN = "churn", _("Lost")
    REACTIVATION = "reactivation", _("Won back")


class RecurringMove(models.Model):
    """A change of a service's recurring revenue a month; all of a service's add up to its `recurring_minor`."""

    Kind = MoveKind

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    service_uuid = models.UUIDField()
    client_uuid = models.UUIDField()
    country = models.CharField(max_length=2, blank=True)
    sku = models.CharField(max_length=64)
    product_sku = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=MoveKind.choices)
    currency = models.CharField(max_length=3)
    delta_minor = models.BigIntegerField()
    wholesale_delta_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MoveKind.values), name="recurring_move_kind_known"),
        ]
        indexes = [
            models.Index(fields=["day", "tenant"], name="recurring_move_by_day"),
            models.Index(fields=["tenant", "day", "id"], name="recurring_move_of_tenant"),
            models.Index(fields=["tenant", "service_uuid"], name="recurring_move_of_service"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.delta_minor} {self.currency}"


declare_client_rows("reports.ServiceFact")
declare_client_rows("reports.RecurringMove")
