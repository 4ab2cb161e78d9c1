"""Double entry, append-only, in `public` (DESIGN, "Ledger"). The triggers of migration 0002 back it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """The chart of accounts. A debit is positive, a credit negative: what is owed to somebody is negative."""

    GATEWAY_CLEARING = "gateway_clearing", _("Received through a gateway")
    GATEWAY_FEES = "gateway_fees", _("Gateway fees")
    WHOLESALE_PAYABLE = "wholesale_payable", _("Owed to the operator")
    RESELLER_MARGIN = "reseller_margin", _("Reseller margin")
    AFFILIATE_PENDING = "affiliate_pending", _("Commission on hold")
    AFFILIATE_AVAILABLE = "affiliate_available", _("Commission available")
    AFFILIATE_RESERVED = "affiliate_reserved", _("Commission in withdrawal")
    PAYOUT_CLEARING = "payout_clearing", _("Paid out to affiliates")
    CLIENT_CREDIT = "client_credit", _("Account credit of a client")
    TAX_PAYABLE = "tax_payable", _("Tax collected")
    PREPAID = "prepaid", _("Prepaid balance")
    COLLECTED = "collected", _("Collected for the reseller")
    STATEMENT_PAYABLE = "statement_payable", _("Statements to pay")
    WITHHOLDING_PAYABLE = "withholding_payable", _("Tax withheld")
    SETTLEMENT_CLEARING = "settlement_clearing", _("Paid to or by the operator")
    PLATFORM_FEES = "platform_fees", _("Bills of the operator")


class EntryKind(models.TextChoices):
    """What an entry stands for; pages filter by it."""

    SALE = "sale", _("Sale")
    REFUND = "refund", _("Refund")
    COMMISSION_RELEASED = "commission_released", _("Commission released")
    COMMISSION_CLAWED_BACK = "commission_clawed_back", _("Commission taken back")
    COMMISSION_REFUSED = "commission_refused", _("Commission rejected")
    WITHDRAWAL_RESERVED = "withdrawal_reserved", _("Withdrawal requested")
    WITHDRAWAL_RETURNED = "withdrawal_returned", _("Withdrawal rejected")
    WITHDRAWAL_PAID = "withdrawal_paid", _("Withdrawal paid")
    PAYOUT_RETURNED = "payout_returned", _("Payout returned by the bank")
    WITHHOLDING_REMITTED = "withholding_remitted", _("Withheld tax handed over")
    OVERPAYMENT = "overpayment", _("Paid beyond what was due")
    CREDIT = "credit", _("Account credit changed")
    WHOLESALE_DRAWN = "wholesale_drawn", _("Wholesale drawn")
    COLLECTED = "collected", _("Collected for the reseller")
    STATEMENT_ISSUED = "statement_issued", _("Statement issued")
    STATEMENT_PAID = "statement_paid", _("Statement paid")
    TOP_UP = "top_up", _("Top-up")
    PAYOUT = "payout", _("Payout")
    BILL_ISSUED = "bill_issued", _("Bill issued")
    BILL_VOIDED = "bill_voided", _("Bill voided")
    BILL_PAID = "bill_paid", _("Bill paid")
    BILL_DRAWN = "bill_drawn", _("Bill paid from the balance")
    RECEIVED = "received", _("Received from a reseller")
    RETURNED = "returned", _("Returned to a reseller")
    SHARE_HELD = "share_held", _("Held for the reseller")
    MOVE_SHARE = "move_share", _("Share of a moved client")
    OTHER = "other", _("Other")

    @classmethod
    def payouts(cls) -> list[EntryKind]:
        """What was paid out to affiliates, and what the bank gave back of it."""
        return [cls.WITHDRAWAL_PAID, cls.PAYOUT_RETURNED]


class Account(models.Model):
    """One account of a tenant in one currency; `party` tells the gateway, person or client, or is empty."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=32)
    party = models.CharField(max_length=64, blank=True, default="")
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "party", "currency"], name="ledger_account_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.party}" if self.party else self.kind


class Entry(models.Model):
    """One happening in money. `key` makes it one per tenant; `reference` names the thing that it is about.

    `leg_count` is fixed with the entry, so that no balanced pair of legs can be added to it later.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=32)
    at = models.DateTimeField()
    reference = models.CharField(max_length=64, blank=True)
    memo = models.CharField(max_length=200, blank=True)
    leg_count = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="ledger_entry_once")]
        indexes = [
            models.Index(fields=["tenant", "-at", "-id"], name="ledger_entry_latest"),
            models.Index(fields=["tenant", "kind", "-at", "-id"], name="ledger_entry_by_kind"),
            models.Index(fields=["tenant", "reference"], name="ledger_entry_reference"),
            models.Index(fields=["-at", "-id"], name="ledger_entry_latest_of_all"),
            models.Index(
                fields=["at"],
                condition=models.Q(kind__in=["withdrawal_paid", "payout_returned"]),
                name="ledger_entry_payouts",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Leg(models.Model):
    """One side of an entry: minor units, a debit positive, a credit negative, never zero."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="legs")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="legs", db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="ledger_leg_not_zero"),
        ]
        indexes = [
            # A balance is read from the index alone.
            models.Index(fields=["account"], include=["amount_minor"], name="ledger_leg_account"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"
