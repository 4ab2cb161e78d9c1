"""One row for each line of an invoice that money came in for, or was given back of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.client_rows import declare_client_rows
from tenants.models import Tenant


class SaleKind(models.TextChoices):
    """What an entry of the ledger was, seen from its lines. `extra`: a fee, or wholesale that nobody paid for."""

    SALE = "sale", _("Sale")
    REFUND = "refund", _("Refund")
    EXTRA = "extra", _("Without a payment")


class Occasion(models.TextChoices):
    """Why it was bought: for the first time, for one more period, or by changing what there is."""

    FIRST = "first", _("First purchase")
    RENEWAL = "renewal", _("Renewal")
    CHANGE = "change", _("Change")


class SaleFact(models.Model):
    """A line's part of one ledger entry: the rows of an entry add up to its legs exactly (`prove_ledger`).

    All amounts in minor units of `currency`, negative for a refund. `retail` is the price without tax before
    `discount`; `net` + `tax` is what came in; `margin` is what is left to the reseller. `day` is the day in
    the tenant's own time zone. `entry_uuid` names the ledger entry, `position` the line within it.
    """

    Kind, Occasion = SaleKind, Occasion

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    entry_uuid = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    day = models.DateField()
    invoice_uuid = models.UUIDField()
    invoice_number = models.CharField(max_length=32)
    client_uuid = models.UUIDField()
    service_uuid = models.UUIDField(null=True)
    country = models.CharField(max_length=2, blank=True)
    sku = models.CharField(max_length=64, blank=True)
    product_sku = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=8, choices=SaleKind.choices)
    occasion = models.CharField(max_length=8, choices=Occasion.choices)
    quantity = models.IntegerField(default=0)
    beneficiary_uuid = models.UUIDField(null=True)
    currency = models.CharField(max_length=3)
    retail_minor = models.BigIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    wholesale_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    commission_minor = models.BigIntegerField(default=0)
    margin_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "entry_uuid", "position"], name="sale_fact_once"),
            models.CheckConstraint(condition=Q(kind__in=SaleKind.values), name="sale_fact_kind_known"),
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values), name="sale_fact_occasion_known"
            ),
            models.CheckConstraint(
                condition=Q(retail_minor=F("net_minor") + F("discount_minor")), name="sale_fact_net_of_retail"
            ),
            models.CheckConstraint(
                condition=Q(
                    net_minor=F("wholesale_minor")
                    + F("fee_minor")
                    + F("commission_minor")
                    + F("margin_minor")
                ),
                name="sale_fact_shares_are_net",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "tenant"], name="sale_fact_by_day"),
            models.Index(fields=["tenant", "day", "id"], name="sale_fact_of_tenant_by_day"),
            models.Index(fields=["tenant", "invoice_uuid"], name="sale_fact_of_invoice"),
            models.Index(fields=["tenant", "client_uuid", "day"], name="sale_fact_of_client"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_number} {self.sku}".strip()


declare_client_rows("reports.SaleFact")
