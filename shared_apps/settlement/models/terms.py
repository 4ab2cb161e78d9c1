"""How a reseller and the operator settle with each other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant


class Collector(models.TextChoices):
    """Whose account takes the money of the reseller's clients."""

    RESELLER = "reseller", _("The reseller collects")
    PLATFORM = "platform", _("The platform collects")


class Wholesale(models.TextChoices):
    """How a reseller that collects pays what it owes."""

    PREPAID = "prepaid", _("From a prepaid balance")
    MONTHLY = "monthly", _("By a monthly statement")


class SettlementTerms(models.Model):
    """One row for a reseller; without a row it collects by itself and pays by a monthly statement.

    `waits_when_empty`: while a prepaid balance does not cover what is owed, nothing new is set up.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.PROTECT, related_name="settlement_terms")
    collector = models.CharField(
        _("Who collects"), max_length=16, choices=Collector.choices, default=Collector.RESELLER
    )
    wholesale = models.CharField(
        _("How wholesale is paid"), max_length=16, choices=Wholesale.choices, default=Wholesale.MONTHLY
    )
    low_balance_minor = models.BigIntegerField(default=0)
    waits_when_empty = models.BooleanField(_("Nothing new is set up while money is owed"), default=False)
    due_days = models.PositiveSmallIntegerField(_("Days to pay a statement"), default=14)
    # Clients read the account's name at the gateway: that it names nobody is looked at by a person.
    name_confirmed_at = models.DateTimeField(null=True, blank=True)
    charges_card = models.BooleanField(
        _("Bills are charged to the saved card when they are due"), default=False
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(collector__in=Collector.values), name="settlement_collector_known"
            ),
            models.CheckConstraint(
                condition=Q(wholesale__in=Wholesale.values), name="settlement_wholesale_known"
            ),
            models.CheckConstraint(
                condition=Q(low_balance_minor__gte=0, due_days__lte=365), name="settlement_terms_in_range"
            ),
        ]

    def __str__(self) -> str:
        return str(self.tenant)

    @property
    def is_platform(self) -> bool:
        return self.collector == Collector.PLATFORM

    @property
    def is_prepaid(self) -> bool:
        """Whether wholesale is drawn from a balance."""
        return not self.is_platform and self.wholesale == Wholesale.PREPAID
