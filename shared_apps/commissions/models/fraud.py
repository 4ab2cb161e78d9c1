"""What looks like fraud: an earning waits until the office has looked."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.client_rows import declare_client_rows
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint

from .earning import Earning


class FlagKind(models.TextChoices):
    SELF_REFERRAL = "self_referral", _("Self-referral")
    SAME_PAYMENT = "same_payment", _("Same payment method")
    SAME_PAYOUT = "same_payout", _("Same payout method")
    VELOCITY = "velocity", _("Too many at once")
    SAME_BROWSER = "same_browser", _("Many sign-ups from one browser")
    OFFICE = "office", _("Held by the office")


class FlagStatus(models.TextChoices):
    OPEN = "open", _("Open")
    CLEARED = "cleared", _("Released")
    CONFIRMED = "confirmed", _("Rejected")


class FraudFlag(Lifecycle):
    """One reason why an earning waits for review. `facts` are figures that the office reads: no addresses."""

    MOVES: ClassVar = {FlagStatus.OPEN: {FlagStatus.CLEARED, FlagStatus.CONFIRMED}}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    earning = models.ForeignKey(Earning, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=16, choices=FlagKind.choices)
    facts = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=FlagStatus.choices, default=FlagStatus.OPEN)
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(FlagStatus, "fraud_flag_status_known"),
            models.UniqueConstraint(fields=["earning", "kind"], name="fraud_flag_once"),
        ]
        indexes = [models.Index(fields=["tenant", "status", "-id"], name="fraud_flag_by_status")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.earning}"


class PayerMark(models.Model):
    """Digest of a card or account that a client has paid with: two clients with the same are looked at."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    client_uuid = models.UUIDField()
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "client_uuid", "digest"], name="payer_mark_once")
        ]

    def __str__(self) -> str:
        return str(self.client_uuid)


class Watch(models.Model):
    """What an office looks out for; the usual limits until it changes them. 0 switches a limit off."""

    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    sign_ups_a_day = models.PositiveIntegerField(default=20)
    purchases_a_day = models.PositiveIntegerField(default=50)
    sign_ups_a_browser = models.PositiveIntegerField(default=3)
    checks_payment = models.BooleanField(default=True)
    checks_payout = models.BooleanField(default=True)
    checks_own_browser = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.tenant_id)


declare_client_rows("commissions.PayerMark")
