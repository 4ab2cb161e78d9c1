"""Many withdrawals approved at one decision, watched while the agenda carries it out."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.commissions.models import Withdrawal
from shared_apps.kernel.actor import Actor, ActorKind
from shared_apps.kernel.lifecycle import status_constraint


class ItemStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Approved")
    HALF = "half", _("Needs a second approval")
    REFUSED = "refused", _("Refused")


class BulkApproval(models.Model):
    """The decision: by whom, when, how many. Its uuid comes with the form, so that sending it twice decides once."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    total = models.PositiveIntegerField()
    actor_key = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.total} by {self.actor_label}"

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.PERSON, self.actor_key, self.actor_label)


class BulkApprovalItem(models.Model):
    """What came of one withdrawal; `note` is the name of the rule that refused it."""

    bulk = models.ForeignKey(BulkApproval, on_delete=models.CASCADE, related_name="items", db_index=False)
    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=ItemStatus.choices, default=ItemStatus.WAITING)
    note = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            status_constraint(ItemStatus, "bulk_approval_item_status_known"),
            models.UniqueConstraint(fields=["bulk", "withdrawal"], name="bulk_approval_item_once"),
        ]
        indexes = [models.Index(fields=["bulk", "status", "id"], name="bulk_approval_item_by_status")]

    def __str__(self) -> str:
        return f"{self.withdrawal_id} {self.status}"
