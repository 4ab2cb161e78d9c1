"""How a tenant takes money: one row for each gateway it has set up."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.secrets import declare_sealed, open_sealed, seal
from tenants.context import current_tenant
from tenants.records import OPERATOR

from .rows import TenantRows


class GatewayAccount(models.Model):
    """A tenant's account at a gateway. `sealed` holds its keys; `details` what staff may read."""

    class Gateway(models.TextChoices):
        STRIPE = "stripe", _("Card")
        BANK = "bank", _("Bank transfer")
        CREDIT = "credit", _("Account credit")
        HAND = "hand", _("Recorded by staff")

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    gateway = models.CharField(max_length=16, choices=Gateway.choices)
    sealed = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    is_enabled = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantRows["GatewayAccount"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "gateway"], name="gateway_account_once"),
            models.CheckConstraint(
                condition=models.Q(gateway__in=["stripe", "bank", "credit", "hand"]),
                name="gateway_account_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_gateway_display()

    @property
    def secrets(self) -> dict[str, str]:
        """The keys, opened; empty where none are stored."""
        if not self.sealed:
            return {}
        found: dict[str, str] = json.loads(open_sealed(self.sealed, _owner(self, self._opener)))
        return found

    @property
    def _opener(self) -> UUID:
        """In whose name the keys are opened: each tenant's own open in no other one, but for the operator's,
        which collects for others."""
        here = current_tenant()
        if self.tenant_id == here.id or self.tenant.kind != OPERATOR:
            return here.uuid
        return UUID(str(self.tenant.uuid))

    def keep_secrets(self, secrets: dict[str, Any]) -> None:
        """Seal the keys into the row (not saved yet)."""
        self.sealed = seal(json.dumps(secrets), _owner(self, current_tenant().uuid))


def _owner(account: GatewayAccount, tenant: UUID) -> str:
    return f"{tenant}:payments.gatewayaccount:{account.gateway}"


declare_sealed("payments.GatewayAccount", "sealed", context=_owner)
