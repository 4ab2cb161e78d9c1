"""What takes an invoice back, in whole or in part: a document with a number of its own."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client

from .billed import IsBilled
from .invoice import Invoice, InvoiceLine


class CreditNote(IsBilled):
    """A credit to a client. Of its total, `credited_minor` was still due and is no longer, and
    `returned_minor` had been paid and went back: `to` the source, or to the account credit.

    Without an invoice it is what an invoice of less than nothing becomes. `refund_uuid` makes it one.
    """

    class To(models.TextChoices):
        SOURCE = "source", _("Back to where it came from")
        CREDIT = "credit", _("Account credit")
        NONE = "none", _("Taken off what is due")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=32, unique=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="credit_notes")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="credit_notes")
    to = models.CharField(max_length=8, choices=To.choices)
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    credited_minor = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField(default=0)
    refund_uuid = models.UUIDField(null=True, unique=True)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    reason = models.TextField(blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor__gt=0, total_minor=F("net_minor") + F("tax_minor")),
                name="credit_note_sums",
            ),
            models.CheckConstraint(
                condition=Q(
                    credited_minor__gte=0,
                    returned_minor__gte=0,
                    total_minor=F("credited_minor") + F("returned_minor"),
                ),
                name="credit_note_parts",
            ),
            models.CheckConstraint(
                condition=Q(to__in=["source", "credit", "none"]), name="credit_note_to_known"
            ),
        ]
        indexes = [models.Index(fields=["issued_at", "id"], name="credit_note_by_time")]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def net(self) -> Money:
        return Money(self.net_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def returned(self) -> Money:
        return Money(self.returned_minor, self.currency)


class CreditNoteLine(models.Model):
    """A row of a credit note: what is taken back, positive, with the tax on it."""

    note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="lines")
    invoice_line = models.ForeignKey(InvoiceLine, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    tax_name = models.CharField(max_length=80, blank=True)
    tax_bp = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("tax_minor")), name="credit_note_line_sums"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)
