"""How a tenant bills: one row, made when it is first saved."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PREFIX = RegexValidator(r"^[A-Za-z0-9./ _-]*$", _("Use letters, digits and the signs . / - _ only."))


def _no_steps() -> list[dict[str, Any]]:
    """What a tenant begins with: a word before the due date, two after it."""
    return [
        {"days": -3, "mail": "payment_reminder"},
        {"days": 1, "mail": "payment_overdue"},
        {"days": 10, "mail": "payment_overdue_last"},
    ]


def _retries() -> list[int]:
    return [1, 3, 5, 7]


class BillingSettings(models.Model):
    """Numbers, days and fees of a tenant's invoices. Money of `late_fee_minor` is in the tenant's currency.

    `dunning` is a list of steps: {"days": after the due date (negative: before it), "mail": name of the mail}.
    `retry_days`: so many days after the due date a charge that failed is tried again.
    """

    class Calendar(models.TextChoices):
        GREGORIAN = "gregorian", _("Gregorian year")
        JALALI = "jalali", _("Jalali year")

    class Anchor(models.TextChoices):
        ANNIVERSARY = "anniversary", _("The day on which it began")
        MONTH = "month", _("A day of the Gregorian month")
        JALALI_MONTH = "jalali_month", _("The first day of the Jalali month")

    class LateFee(models.TextChoices):
        NONE = "none", _("No late fee")
        AMOUNT = "amount", _("A fixed amount")
        PERCENT = "percent", _("A part of what is due")

    class ChangeTime(models.TextChoices):
        NOW = "now", _("At once")
        RENEWAL = "renewal", _("At the renewal")
        CHOICE = "choice", _("As the client chooses")

    invoice_prefix = models.CharField(max_length=12, blank=True, validators=[PREFIX])
    credit_note_prefix = models.CharField(max_length=12, blank=True, default="CN-", validators=[PREFIX])
    number_separator = models.CharField(
        max_length=1, default="-", choices=[("-", "2026-00041"), ("/", "2026/00041"), (".", "2026.00041")]
    )
    number_digits = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    number_calendar = models.CharField(max_length=12, choices=Calendar.choices, default=Calendar.GREGORIAN)
    due_days = models.PositiveSmallIntegerField(default=7)
    renew_days_ahead = models.PositiveSmallIntegerField(default=7)
    suspend_after_days = models.PositiveSmallIntegerField(default=7)
    end_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    dunning = models.JSONField(default=_no_steps, blank=True)
    late_fee = models.CharField(max_length=8, choices=LateFee.choices, default=LateFee.NONE)
    late_fee_minor = models.BigIntegerField(default=0)
    late_fee_bp = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(10_000)])
    late_fee_after_days = models.PositiveSmallIntegerField(default=7)
    charges_cards = models.BooleanField(default=True)
    retry_days = models.JSONField(default=_retries, blank=True)
    spends_credit = models.BooleanField(default=False)
    allows_parts = models.BooleanField(default=True)
    anchor = models.CharField(max_length=12, choices=Anchor.choices, default=Anchor.ANNIVERSARY)
    anchor_day = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    upgrades = models.CharField(max_length=8, choices=ChangeTime.choices, default=ChangeTime.NOW)
    downgrades = models.CharField(max_length=8, choices=ChangeTime.choices, default=ChangeTime.RENEWAL)
    notes = models.TextField(blank=True, max_length=1000)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="billing_settings_once"),
            models.CheckConstraint(
                condition=Q(number_digits__gte=1, number_digits__lte=9), name="billing_settings_digits"
            ),
            models.CheckConstraint(
                condition=Q(anchor_day__gte=1, anchor_day__lte=28), name="billing_settings_anchor_day"
            ),
            models.CheckConstraint(
                condition=Q(late_fee_minor__gte=0, late_fee_bp__lte=10_000), name="billing_settings_late_fee"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Billing"))

    @classmethod
    def current(cls) -> BillingSettings:
        """The tenant's row, or its defaults, not saved yet. One query."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
