"""One try to pay one or several invoices, from its start to money in, or not."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.client_rows import declare_client_rows
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money

from .rows import TenantRows


class PaymentStatus(models.TextChoices):
    STARTED = "started", _("Started")
    PENDING = "pending", _("Awaiting approval")
    UNKNOWN = "unknown", _("Being checked")
    QUARANTINED = "quarantined", _("Held for review")
    SETTLED = "settled", _("Paid")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDED = "refunded", _("Refunded")


class PaymentMethod(models.TextChoices):
    """How money was handed over that staff write down by hand."""

    CASH = "cash", _("Cash")
    TERMINAL = "terminal", _("Card terminal")
    TRANSFER = "transfer", _("Bank transfer")
    CHEQUE = "cheque", _("Cheque")
    OTHER = "other", _("Other")


class Payment(Lifecycle):
    """Money on its way for the invoices of its `shares`. `reference` is the gateway's name for it; `note` says
    why it stands as it does; `card_uuid` is the saved card that is charged, where one is. Pages name it by its
    first invoice; `method` tells how money was handed over, `payer` is the gateway's mark of the card: the same
    card has the same one.
    """

    Status = PaymentStatus
    Method = PaymentMethod

    _OUTCOMES = {Status.SETTLED, Status.DECLINED, Status.QUARANTINED, Status.CANCELLED}
    MOVES = {
        Status.STARTED: {*_OUTCOMES, Status.UNKNOWN, Status.PENDING},
        Status.UNKNOWN: {*_OUTCOMES, Status.STARTED, Status.PENDING},
        Status.PENDING: {*_OUTCOMES, Status.UNKNOWN},
        Status.QUARANTINED: {Status.SETTLED, Status.CANCELLED},
        Status.DECLINED: {Status.QUARANTINED},
        Status.CANCELLED: {Status.QUARANTINED},
        Status.SETTLED: {Status.REFUNDED},
    }
    OPEN = (Status.STARTED, Status.PENDING, Status.UNKNOWN)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    invoice_uuid = models.UUIDField()
    invoice_number = models.CharField(max_length=32)
    client_uuid = models.UUIDField()
    client_name = models.CharField(max_length=200, blank=True)
    gateway = models.CharField(max_length=16)
    card_uuid = models.UUIDField(null=True)
    method = models.CharField(max_length=16, choices=PaymentMethod.choices, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    fee_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.STARTED)
    reference = models.CharField(max_length=255, blank=True)
    redirect_url = models.TextField(blank=True)
    payer = models.CharField(max_length=64, blank=True, default="", db_default="")
    wish = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    # The money went to the operator, which collects for this tenant.
    is_collected = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = TenantRows["Payment"].as_manager()

    class Meta:
        constraints = [
            status_constraint(PaymentStatus, "payment_status_known"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(condition=models.Q(fee_minor__gte=0), name="payment_fee_not_negative"),
            models.CheckConstraint(
                condition=models.Q(refunded_minor__gte=0, refunded_minor__lte=models.F("amount_minor")),
                name="payment_refunded_within_amount",
            ),
            models.UniqueConstraint(
                fields=["tenant", "gateway", "reference"],
                condition=~models.Q(reference=""),
                name="payment_reference_once",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="payment_newest"),
            models.Index(fields=["tenant", "invoice_uuid"], name="payment_of_invoice"),
            models.Index(
                fields=["tenant", "status"],
                condition=models.Q(status__in=["pending", "quarantined", "unknown"]),
                name="payment_wants_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_number} {self.amount}"

    def move(self, to: str, *, by: Actor, reason: str = "", **fields: Any) -> None:
        """As any move; whether its invoices have an open payment is written with it."""
        with transaction.atomic():
            super().move(to, by=by, reason=reason, **fields)
            self.shares.update(is_open=to in self.OPEN)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    @property
    def refunded(self) -> Money:
        return Money(self.refunded_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


declare_client_rows(
    "payments.Payment", names=("client_name",), is_weighty=True, keys={"wish": ("email", "description")}
)
