"""Where a person is paid, a wish to be paid, and money sent."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from shared_apps.kernel.secrets import declare_sealed, open_sealed, seal
from tenants.context import current_tenant


class MethodKind(models.TextChoices):
    CARD = "card", _("Bank card")
    IBAN = "iban", _("IBAN / Sheba")
    CREDIT = "credit", _("Account credit")
    PREPAID = "prepaid", _("Prepaid balance")


class WithdrawalStatus(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")
    REJECTED = "rejected", _("Rejected")
    RETURNED = "returned", _("Returned by the bank")


class PayoutMethod(models.Model):
    """A bank card, an IBAN, account credit or, at the operator's, the prepaid balance of the member's own portal.

    The number is sealed; pages show `masked`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    kind = models.CharField(max_length=8, choices=MethodKind.choices)
    sealed = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    masked = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    verified_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MethodKind.values), name="payout_method_kind_known"
            ),
            models.UniqueConstraint(
                fields=["tenant", "person_uuid", "digest"],
                condition=models.Q(removed_at=None),
                name="payout_method_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.masked}".strip()

    @property
    def is_bank(self) -> bool:
        return self.kind in (MethodKind.CARD, MethodKind.IBAN)

    def keep_number(self, plain: str) -> None:
        """Seal the number into the row (not saved yet)."""
        self.sealed = seal(plain, _owner(self, current_tenant().uuid)) if plain else ""

    def number(self) -> str:
        """The whole number; empty for a balance. Raises `SecretUnreadable`."""
        return open_sealed(self.sealed, _owner(self, current_tenant().uuid)) if self.sealed else ""


def _owner(method: PayoutMethod, tenant: UUID) -> str:
    return f"{tenant}:commissions.payout_method:{method.uuid}"


declare_sealed("commissions.PayoutMethod", "sealed", context=_owner)


class Withdrawal(Lifecycle):
    """A wish to be paid. The amount is reserved in the ledger from the request on.

    `request_key` comes with the form, so that sending it twice asks once. `withheld_minor` of the amount is tax
    that is not paid out, by the rule that held when it was asked for. `batch_uuid` is the payout batch that it is
    locked in. Above the programme's limit `first_approved_by` (a person's key) has agreed before a second one.
    """

    MOVES = {
        WithdrawalStatus.REQUESTED: {WithdrawalStatus.APPROVED, WithdrawalStatus.REJECTED},
        WithdrawalStatus.APPROVED: {
            WithdrawalStatus.PAID,
            WithdrawalStatus.REJECTED,
            WithdrawalStatus.RETURNED,
        },
        WithdrawalStatus.PAID: {WithdrawalStatus.RETURNED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    person_name = models.CharField(max_length=120)
    method = models.ForeignKey(PayoutMethod, on_delete=models.PROTECT, related_name="withdrawals")
    request_key = models.UUIDField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    withheld_minor = models.BigIntegerField(default=0, db_default=0)
    withholding_name = models.CharField(max_length=60, blank=True, default="", db_default="")
    withholding_bp = models.PositiveIntegerField(default=0, db_default=0)
    batch_uuid = models.UUIDField(null=True)
    first_approved_by = models.CharField(max_length=64, blank=True, default="", db_default="")
    first_approved_label = models.CharField(max_length=200, blank=True, default="", db_default="")
    first_approved_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    status = models.CharField(
        max_length=16, choices=WithdrawalStatus.choices, default=WithdrawalStatus.REQUESTED
    )
    reason = models.CharField(max_length=500, blank=True)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(WithdrawalStatus, "withdrawal_status_known"),
            models.UniqueConstraint(fields=["tenant", "request_key"], name="withdrawal_asked_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="withdrawal_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(withheld_minor__gte=0, withheld_minor__lte=models.F("amount_minor")),
                name="withdrawal_withheld_in_range",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "person_uuid", "-id"], name="withdrawal_by_person"),
            models.Index(fields=["tenant", "status", "-id"], name="withdrawal_by_status"),
            models.Index(
                fields=["batch_uuid"], condition=~models.Q(batch_uuid=None), name="withdrawal_in_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.person_name}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def withheld(self) -> Money:
        return Money(self.withheld_minor, self.currency)

    @property
    def net(self) -> Money:
        """What is sent."""
        return self.amount - self.withheld


class Payout(models.Model):
    """Money sent for a withdrawal, with the bank's reference and the method as it was then.

    `withheld_minor` of the amount went to the tax authority's account instead. `returned_at`: the bank gave the
    rest back, and the amount is the person's again.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    withdrawal = models.OneToOneField(Withdrawal, on_delete=models.PROTECT, related_name="payout")
    person_uuid = models.UUIDField()
    amount_minor = models.BigIntegerField()
    withheld_minor = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3)
    method_label = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    paid_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payout_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(withheld_minor__gte=0, withheld_minor__lte=models.F("amount_minor")),
                name="payout_withheld_in_range",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "person_uuid", "-id"], name="payout_by_person")]

    def __str__(self) -> str:
        return f"{self.amount} {self.method_label}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def withheld(self) -> Money:
        return Money(self.withheld_minor, self.currency)

    @property
    def net(self) -> Money:
        """What was sent."""
        return self.amount - self.withheld
