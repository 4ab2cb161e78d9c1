"""Cards that clients have saved, so that later invoices are paid without them."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.client_rows import declare_client_rows
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .account import GatewayAccount
from .rows import TenantRows

_BRANDS = {"visa": "Visa", "mastercard": "Mastercard", "amex": "American Express", "unionpay": "UnionPay"}


class GatewayCustomer(models.Model):
    """A client as a gateway knows it: what its saved cards belong to."""

    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="customers")
    client_uuid = models.UUIDField()
    reference = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "client_uuid"], name="gateway_customer_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class SavedCardStatus(models.TextChoices):
    STARTED = "started", _("Being added")
    SAVED = "saved", _("Saved")
    ABANDONED = "abandoned", _("Not added")
    REMOVED = "removed", _("Removed")


class SavedCard(Lifecycle):
    """A card at the gateway, of which only brand, last digits and expiry are known here.

    `session` is the gateway's page on which it is added, `customer` and `method` name it when it is charged.
    """

    Status = SavedCardStatus

    MOVES = {
        Status.STARTED: {Status.SAVED, Status.ABANDONED},
        Status.ABANDONED: {Status.SAVED},
        Status.SAVED: {Status.REMOVED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="cards")
    client_uuid = models.UUIDField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.STARTED)
    session = models.CharField(max_length=255, blank=True)
    customer = models.CharField(max_length=255, blank=True)
    method = models.CharField(max_length=255, blank=True)
    brand = models.CharField(max_length=40, blank=True)
    last4 = models.CharField(max_length=4, blank=True)
    expires_month = models.PositiveSmallIntegerField(default=0)
    expires_year = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = TenantRows["SavedCard"].as_manager()

    class Meta:
        constraints = [
            status_constraint(SavedCardStatus, "saved_card_status_known"),
            models.UniqueConstraint(
                fields=["account", "method"], condition=~models.Q(method=""), name="saved_card_method_once"
            ),
            models.UniqueConstraint(
                fields=["tenant", "client_uuid"],
                condition=models.Q(is_default=True),
                name="saved_card_one_default",
            ),
            models.CheckConstraint(
                condition=models.Q(is_default=False) | models.Q(status="saved"),
                name="saved_card_default_is_saved",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "client_uuid", "status"], name="saved_card_of_client")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How people know a card: `Visa •••• 4242`."""
        return f"{_BRANDS.get(self.brand, self.brand.title())} •••• {self.last4}".strip()

    @property
    def is_expired(self) -> bool:
        """Whether the month printed on the card is over."""
        today: date = now().date()
        return bool(self.expires_year) and (self.expires_year, self.expires_month) < (today.year, today.month)


declare_client_rows("payments.GatewayCustomer", tenant="account__tenant")
declare_client_rows("payments.SavedCard", chosen="is_default")
