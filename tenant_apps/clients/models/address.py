"""More addresses of a client than the one that invoices bear."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branding.formats import postal_lines
from shared_apps.kernel.clock import now

from ..countries import country_name
from .client import Client
from .lines import one_line


class Address(models.Model):
    """A further address; the one that invoices bear is the client's own (`Client.street` and so on)."""

    class Kind(models.TextChoices):
        BILLING = "billing", _("Billing")
        SERVICE = "service", _("Service")
        OTHER = "other", _("Other")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.SERVICE)
    label = models.CharField(_("Name"), max_length=80, blank=True, validators=[one_line])
    country = models.CharField(_("Country"), max_length=2, blank=True)
    region = models.CharField(_("Province or state"), max_length=100, blank=True, validators=[one_line])
    city = models.CharField(_("City"), max_length=100, blank=True, validators=[one_line])
    street = models.CharField(_("Street and number"), max_length=250, validators=[one_line])
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, validators=[one_line])
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["billing", "service", "other"]), name="client_address_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.street

    @property
    def lines(self) -> list[str]:
        """The postal address, line by line, in the order of its country, without empty ones."""
        return postal_lines(
            street=self.street,
            city=self.city,
            region=self.region,
            postal_code=self.postal_code,
            country=self.country,
            country_name=country_name(self.country) if self.country else "",
        )
