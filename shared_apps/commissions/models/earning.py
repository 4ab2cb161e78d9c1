"""Commission on one purchase, and the wallet whose row is locked while money moves."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money

from .referral import Referral
from .rule import Rule
from .version import ProgrammeVersion


class EarningStatus(models.TextChoices):
    PENDING = "pending", _("On hold")
    HELD = "held", _("Under review")
    AVAILABLE = "available", _("Available")
    REVERSED = "reversed", _("Reversed")


class Wallet(models.Model):
    """A person's row in one currency, locked by whoever moves the balance. The balance is in the ledger."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "person_uuid", "currency"], name="wallet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_uuid} {self.currency}"


class Earning(Lifecycle):
    """Commission on one paid invoice: on hold, then available; refunds take it back in proportion.

    `refunded_minor` is what was refunded of the invoice, `reversed_minor` what that took of the commission.
    While it is held for review (`held_reason`) it does not become available. `lines` tell what each part of the
    sale brought under which rule of `version`; `rate_bp` is the commission's part of the whole base.
    """

    MOVES = {
        EarningStatus.PENDING: {EarningStatus.AVAILABLE, EarningStatus.HELD, EarningStatus.REVERSED},
        EarningStatus.HELD: {EarningStatus.PENDING, EarningStatus.REVERSED},
        EarningStatus.AVAILABLE: {EarningStatus.REVERSED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="earnings")
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="earnings")
    beneficiary_uuid = models.UUIDField()
    invoice_uuid = models.UUIDField()
    label = models.CharField(max_length=16)
    base_minor = models.BigIntegerField()
    rate_bp = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    reversed_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=16, choices=EarningStatus.choices, default=EarningStatus.PENDING)
    held_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    earned_at = models.DateTimeField()
    available_at = models.DateTimeField()

    class Meta:
        constraints = [
            status_constraint(EarningStatus, "earning_status_known"),
            models.UniqueConstraint(fields=["tenant", "invoice_uuid"], name="earning_once_an_invoice"),
            models.CheckConstraint(
                condition=models.Q(
                    base_minor__gt=0,
                    amount_minor__gt=0,
                    refunded_minor__gte=0,
                    reversed_minor__gte=0,
                    reversed_minor__lte=models.F("amount_minor"),
                ),
                name="earning_amounts_sound",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "beneficiary_uuid", "-id"], name="earning_by_beneficiary"),
            models.Index(
                fields=["tenant", "beneficiary_uuid", "available_at"],
                condition=models.Q(status="pending"),
                name="earning_on_hold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.label}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def base(self) -> Money:
        return Money(self.base_minor, self.currency)

    @property
    def reversed(self) -> Money:
        return Money(self.reversed_minor, self.currency)

    @property
    def net(self) -> Money:
        """What is left of the commission."""
        return self.amount - self.reversed

    def is_due(self, at: datetime) -> bool:
        """Whether the hold is over at `at`, released or not."""
        return self.status == EarningStatus.PENDING and self.available_at <= at


class EarningLine(models.Model):
    """What one line of the sale brought: its net amount, the rule that fitted (None: none did), the commission.

    A credit has a negative base. The amounts of an earning's lines add up to its own (RELIABILITY 20).
    """

    earning = models.ForeignKey(Earning, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="lines")
    sku = models.CharField(max_length=64, blank=True)
    product_sku = models.CharField(max_length=64, blank=True)
    occasion = models.CharField(max_length=8)
    base_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["earning", "position"], name="earning_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.amount_minor}"

    @property
    def base(self) -> Money:
        return Money(self.base_minor, self.earning.currency)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.earning.currency)
