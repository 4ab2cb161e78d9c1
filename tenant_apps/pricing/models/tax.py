"""Which tax a client pays."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tenant_apps.clients.countries import country_name

WHOLE = 10_000


class PriceSettings(models.Model):
    """One row; no row means that prices are without tax. `asks_terms`: clients tick the terms when ordering."""

    prices_include_tax = models.BooleanField(default=False)
    asks_terms = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="price_settings_once")]

    def __str__(self) -> str:
        return "prices with tax" if self.prices_include_tax else "prices without tax"


class TaxRule(models.Model):
    """The tax of a country or of one of its regions; an empty country is everywhere that has no rule.

    `basis_points`: 2,000 is 20 %. `with_tax_id` says what becomes of it for clients who have a tax number.
    """

    class WithTaxId(models.TextChoices):
        CHARGE = "charge", _("Charge it all the same")
        REVERSE = "reverse_charge", _("Reverse charge")
        EXEMPT = "exempt", _("Exempt")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=40)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    region = models.CharField(_("Province or state"), max_length=100, blank=True)
    basis_points = models.PositiveIntegerField()
    with_tax_id = models.CharField(max_length=16, choices=WithTaxId.choices, default=WithTaxId.CHARGE)

    class Meta:
        constraints = [
            models.UniqueConstraint("country", Lower("region"), name="tax_rule_once_per_place"),
            models.CheckConstraint(condition=Q(basis_points__lte=WHOLE), name="tax_rule_at_most_whole"),
            models.CheckConstraint(
                condition=~Q(country="") | Q(region=""), name="tax_rule_region_in_country"
            ),
            models.CheckConstraint(
                condition=Q(with_tax_id__in=["charge", "reverse_charge", "exempt"]),
                name="tax_rule_with_tax_id_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.country} {self.region}".strip()

    @property
    def percent(self) -> float:
        return self.basis_points / 100

    @property
    def place(self) -> str:
        """The country by its name; empty for everywhere else."""
        return country_name(self.country) if self.country else ""
