"""Every mail that a tenant or the operator sent, without what it said: the operator's mail log."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant


class MailStatus(models.TextChoices):
    SENT = "sent", _("Sent")
    DELAYED = "delayed", _("Tried again")
    FAILED = "failed", _("Failed")


class MailRow(models.Model):
    """One mail, by the uuid of its sender's own log.

    `to` is masked; `to_digest` tells only whether two went to the same address.
    """

    Status = MailStatus

    uuid = models.UUIDField(unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    template = models.CharField(max_length=80)
    to = models.CharField(max_length=254, blank=True)
    to_digest = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=8, choices=MailStatus.choices)
    attempts = models.PositiveSmallIntegerField(default=1)
    error = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MailStatus.values), name="mail_row_status_known"),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="mail_row_latest"),
            models.Index(fields=["tenant", "-at", "-id"], name="mail_row_of_tenant"),
            models.Index(fields=["status", "-at", "-id"], name="mail_row_by_status"),
            models.Index(fields=["to_digest"], name="mail_row_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.to}"
