"""What the review of tiers proposes: another tier for a reseller, by what it turned over in twelve months."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import Money
from tenants.models import Tenant


class ProposalStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    LEFT = "left", _("Left as it is")


class TierProposal(Lifecycle):
    """A promotion or a demotion that somebody of the operator accepts or leaves. Tiers by their slugs.

    `period` names the quarter of the review, such as 2026-Q4: one proposal for a reseller in each.
    """

    Status = ProposalStatus

    MOVES = {Status.OPEN: {Status.ACCEPTED, Status.LEFT}}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="tier_proposals")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    period = models.CharField(max_length=8)
    from_tier = models.CharField(max_length=40)
    to_tier = models.CharField(max_length=40)
    is_promotion = models.BooleanField()
    revenue_minor = models.BigIntegerField()
    threshold_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    revenue_since = models.DateTimeField()
    made_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            status_constraint(ProposalStatus, "tier_proposal_status_known"),
            models.UniqueConstraint(fields=["tenant", "period"], name="tier_proposal_once_a_quarter"),
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(status="open"), name="tier_proposal_one_open"
            ),
        ]
        indexes = [models.Index(fields=["status", "made_at"], name="tier_proposal_by_status")]

    def __str__(self) -> str:
        return f"{self.tenant}: {self.from_tier} → {self.to_tier}"

    @property
    def revenue(self) -> Money:
        """What the reseller turned over in the twelve months before."""
        return Money(self.revenue_minor, self.currency)

    @property
    def threshold(self) -> Money:
        """What the higher of the two tiers asks for."""
        return Money(self.threshold_minor, self.currency)
