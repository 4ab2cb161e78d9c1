"""The self-billed statement: the tenant writes the beneficiary's invoice for the commission that it paid."""

from __future__ import annotations

from uuid import uuid4

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.commissions.models import Payout
from shared_apps.kernel.money import Money


class DocumentKind(models.TextChoices):
    STATEMENT = "statement", _("Self-billed invoice")
    CORRECTION = "correction", _("Correction")


class NumberSequence(models.Model):
    """The last number given out of a series of a tenant's year. Locked while one is taken: none is left out."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "series", "year"], name="payout_sequence_once")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"

    @classmethod
    def locked(cls, tenant_id: int, series: str, year: int) -> NumberSequence:
        """The series' row, locked until the caller commits: an abandoned number is given again."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("A number is taken in the transaction that uses it.")
        row, _is_new = cls.objects.get_or_create(tenant_id=tenant_id, series=series, year=year)
        return cls.objects.select_for_update().get(pk=row.pk)

    def take(self, count: int = 1) -> int:
        """The first of `count` numbers in a row."""
        self.last += count
        self.save(update_fields=["last"])
        return self.last - count + 1


class PayoutStatement(models.Model):
    """A document with a number of its own, gapless in its tenant and year, frozen as it was issued.

    `billed` is the beneficiary as it was: name, lines of the address, tax number. A correction takes a whole
    statement's item back and has negative amounts; `corrects` is what it takes back.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=DocumentKind.choices, default=DocumentKind.STATEMENT)
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=32)
    person_uuid = models.UUIDField()
    billed = models.JSONField(default=dict)
    currency = models.CharField(max_length=3)
    gross_minor = models.BigIntegerField()
    withheld_minor = models.BigIntegerField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    issued_at = models.DateTimeField()
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "year", "position"], name="payout_statement_number_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="statement", corrects=None, gross_minor__gt=0)
                | Q(kind="correction", corrects__isnull=False, gross_minor__lt=0),
                name="payout_statement_kind_fits",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="payout_statement_period"),
        ]
        indexes = [models.Index(fields=["tenant", "person_uuid", "-id"], name="payout_statement_by_person")]

    def __str__(self) -> str:
        return self.number

    @property
    def gross(self) -> Money:
        return Money(self.gross_minor, self.currency)

    @property
    def withheld(self) -> Money:
        return Money(self.withheld_minor, self.currency)

    @property
    def net(self) -> Money:
        return self.gross - self.withheld


class StatementItem(models.Model):
    """A payout on a statement, or on the correction that takes it back."""

    statement = models.ForeignKey(PayoutStatement, on_delete=models.CASCADE, related_name="items")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="statement_items")
    is_correction = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "is_correction"], name="payout_stated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.payout_id}"
