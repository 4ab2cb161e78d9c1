"""What a reseller has decided about visits of the platform's staff. Lies in `public`."""

from __future__ import annotations

from django.db import models

from tenants.models import Tenant

from ..cards import Consent


class TenantConsent(models.Model):
    """Whether the platform's staff may enter a reseller's office; without a row: always."""

    tenant = models.OneToOneField(Tenant, on_delete=models.PROTECT, related_name="access_consent")
    choice = models.CharField(max_length=8, choices=Consent.choices, default=Consent.ALWAYS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choice__in=["always", "ask", "never"]), name="tenant_consent_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenant}: {self.choice}"
