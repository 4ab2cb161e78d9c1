"""The terms of a programme, as they were published."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import EXPONENTS, Money

HOLD_DAYS = 30
COOKIE_DAYS = 90

# Below these a bank transfer costs more than it brings.
LEAST_WITHDRAWAL = {
    "IRR": "2000000",
    "TRY": "250",
    "THB": "250",
    "USD": "10",
    "EUR": "10",
    "JPY": "1000",
    "KWD": "3",
}


def least_withdrawal(currency: str) -> Money:
    """The minimum that a programme starts with."""
    return Money.from_major(Decimal(LEAST_WITHDRAWAL[currency]), currency)


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class ProgrammeVersion(Lifecycle):
    """Terms and rules of a programme. A draft is edited; what is published stays as it is.

    `earning_days` ends the earning that long after the referral, and is empty when it never ends
    (REQUIREMENTS, "Commission base"). Above `second_approval_minor` a withdrawal needs two people, and what one
    person alone approved for the same beneficiary within 30 days counts with it (`second_approval`); empty: never.
    All amounts, those of the rules too, are in `currency`. What is earned in another currency is paid out in it:
    `minimums` and `second_approvals` say by its code from how many minor units on, and above how many two people
    agree. Without a minimum any amount may be asked for. Without a limit of its own two people agree to everything
    in it as soon as the programme has a limit: the choice of a currency must not be a way around it.
    A draft has no number.
    """

    MOVES = {VersionStatus.DRAFT: {VersionStatus.PUBLISHED}}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=16, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)
    hold_days = models.PositiveIntegerField(default=HOLD_DAYS, validators=[MaxValueValidator(365)])
    cookie_days = models.PositiveIntegerField(
        default=COOKIE_DAYS, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    earning_days = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    minimum_minor = models.BigIntegerField()
    second_approval_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    minimums = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    second_approvals = models.JSONField(
        default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )

    class Meta:
        constraints = [
            status_constraint(VersionStatus, "programme_version_status_known"),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(status="draft"), name="programme_version_one_draft"
            ),
            models.UniqueConstraint(fields=["tenant", "number"], name="programme_version_number_once"),
            models.CheckConstraint(
                condition=models.Q(status="draft", number=None, published_at=None)
                | models.Q(status="published", number__gte=1, published_at__isnull=False),
                name="programme_version_numbered_once_published",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_minor__gt=0), name="programme_version_minimum_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(second_approval_minor=None) | models.Q(second_approval_minor__gte=0),
                name="programme_version_limit_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}" if self.number else str(_("Draft"))

    @property
    def is_draft(self) -> bool:
        return self.status == VersionStatus.DRAFT

    @property
    def minimum(self) -> Money:
        """The smallest withdrawal."""
        return Money(self.minimum_minor, self.currency)

    @property
    def second_approval(self) -> Money | None:
        """A withdrawal above this needs a second person; None where none ever does."""
        minor = self.second_approval_minor
        return None if minor is None else Money(minor, self.currency)

    @property
    def others(self) -> list[tuple[str, Money | None, Money | None]]:
        """Every other currency with terms of its own: its code, the minimum, the limit of one approval."""
        codes = sorted({*self.minimums, *self.second_approvals})
        return [(code, self.minimum_in(code), _money(self.second_approvals, code)) for code in codes]

    def minimum_in(self, currency: str) -> Money | None:
        """The smallest withdrawal in a currency; None where any amount may be asked for."""
        return self.minimum if currency == self.currency else _money(self.minimums, currency)

    def second_approval_in(self, currency: str) -> Money | None:
        """Above what two people agree in a currency; None where one is always enough."""
        if currency == self.currency or self.second_approval is None:
            return (
                self.second_approval if currency == self.currency else _money(self.second_approvals, currency)
            )
        return _money(self.second_approvals, currency) or Money.zero(currency)

    def clean(self) -> None:
        """Raises `ValidationError` for what is no amount of another known currency."""
        for name, least in (("minimums", 1), ("second_approvals", 0)):
            for code, minor in getattr(self, name).items():
                is_other = code in EXPONENTS and code != self.currency
                if not is_other or type(minor) is not int or minor < least:
                    raise ValidationError({name: code})


def _money(amounts: Mapping[str, int], currency: str) -> Money | None:
    minor = amounts.get(currency)
    return None if minor is None else Money(minor, currency)
