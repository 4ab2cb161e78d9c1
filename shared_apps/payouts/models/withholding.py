"""Tax that is kept back from commission and owed to the authority."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import BASIS_POINTS

from .profile import PayeeKind


class RuleStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WithholdingRule(Lifecycle):
    """So many basis points from what is paid to beneficiaries of a country and kind, from one day to another.

    An empty `country` or `kind` fits all that have no rule of their own; a rule of nothing exempts. Without
    `until` it holds for good. Once published only its end may change.
    """

    MOVES = {
        RuleStatus.DRAFT: {RuleStatus.PUBLISHED},
        RuleStatus.PUBLISHED: {RuleStatus.WITHDRAWN},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=16, choices=PayeeKind.choices, blank=True)
    basis_points = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=RuleStatus.choices, default=RuleStatus.DRAFT)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(RuleStatus, "withholding_status_known"),
            models.CheckConstraint(
                condition=Q(basis_points__lt=BASIS_POINTS), name="withholding_less_than_all"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="withholding_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *PayeeKind.values]), name="withholding_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.basis_points / 100:g} %"

    @property
    def percent(self) -> float:
        return self.basis_points / 100
