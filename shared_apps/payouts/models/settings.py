"""How a tenant pays its affiliates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatementBy(models.TextChoices):
    PAYOUT = "payout", _("Each payout")
    MONTH = "month", _("Each month")


class PayoutSettings(models.Model):
    """The account that pays, the form of the bank's files, and what beneficiaries get.

    `columns` are keys of `files.columns.COLUMNS` in order; empty means the usual ones. `paid_words` and
    `returned_words` are what the bank's result calls a line, beside the usual words. `sends_xml`: lines to IBANs
    go as ISO 20022 and the CSV has only the rest, in batches made from then on.
    """

    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    account_holder = models.CharField(max_length=70, blank=True)
    account_iban = models.CharField(max_length=34, blank=True)
    account_bic = models.CharField(max_length=11, blank=True)
    sends_xml = models.BooleanField(default=False, db_default=False)
    columns = models.JSONField(default=list)
    delimiter = models.CharField(max_length=1, default=",")
    has_decimal_comma = models.BooleanField(default=False)
    paid_words = models.JSONField(default=list)
    returned_words = models.JSONField(default=list)
    is_profile_required = models.BooleanField(default=False)
    statement_by = models.CharField(max_length=8, choices=StatementBy.choices, default=StatementBy.PAYOUT)
    statement_prefix = models.CharField(max_length=8, default="SB")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(statement_by__in=StatementBy.values), name="payout_statement_by_known"
            ),
            models.CheckConstraint(
                condition=models.Q(delimiter__in=[",", ";", "\t"]), name="payout_delimiter_known"
            ),
        ]

    def __str__(self) -> str:
        return self.account_holder or str(self.tenant_id)

    @property
    def has_account(self) -> bool:
        """Whether pain.001 can name the account that pays."""
        return bool(self.account_iban and self.account_holder)
