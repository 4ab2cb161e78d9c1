"""Money that went from a reseller to the operator or back."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.models import Tenant

from .bill import Bill
from .statement import Statement

_WAYS = {
    "stripe": _("Card"),
    "bank": _("Bank transfer"),
    "hand": _("Recorded by staff"),
    "balance": _("Out of the balance"),
    "commission": _("Commission"),
    "transfer": _("Bank transfer"),
    "card": _("Card"),
    "cash": _("Cash"),
    "other": _("Other"),
}


class TransferKind(models.TextChoices):
    """Top-up, statement and bill: from the reseller. Payout: to it."""

    TOP_UP = "top_up", _("Top-up")
    STATEMENT = "statement", _("Statement paid")
    BILL = "bill", _("Bill paid")
    PAYOUT = "payout", _("Payout")


class Transfer(models.Model):
    """One transfer, written down once it has happened. Each is one entry of the reseller's ledger.

    `payment_uuid` names the payment of the operator's tenant by which it came, where it came by one.
    """

    Kind = TransferKind

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=16, choices=TransferKind.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=16)
    reference = models.CharField(max_length=120, blank=True)
    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="transfer"
    )
    bill = models.OneToOneField(
        Bill, on_delete=models.PROTECT, null=True, blank=True, related_name="transfer"
    )
    payment_uuid = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="transfer_of_something"),
            models.CheckConstraint(
                condition=Q(kind="statement", statement__isnull=False, bill__isnull=True)
                | Q(kind="bill", statement__isnull=True, bill__isnull=False)
                | Q(kind__in=["top_up", "payout"], statement__isnull=True, bill__isnull=True),
                name="transfer_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "-id"], name="transfer_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def way(self) -> str:
        """How it came, in the reader's words."""
        return str(_WAYS[self.method]) if self.method in _WAYS else self.method
