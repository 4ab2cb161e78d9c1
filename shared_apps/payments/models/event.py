"""The inbox of gateway events: each is taken in once, however often it is sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .account import GatewayAccount
from .payment import Payment


class GatewayEvent(models.Model):
    """A signed event and what it led to. (account, event_id) is unique (RELIABILITY 13)."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", _("Applied")
        DEFERRED = "deferred", _("To be checked")
        IGNORED = "ignored", _("Not ours")
        QUARANTINED = "quarantined", _("Held for review")

    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="events")
    event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=80)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="events")
    note = models.TextField(blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "event_id"], name="gateway_event_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["applied", "deferred", "ignored", "quarantined"]),
                name="gateway_event_outcome_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "-id"],
                condition=models.Q(outcome="quarantined"),
                name="gateway_event_quarantined",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
