"""Mails that this tenant sent or will send: the mail log."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailMessage(models.Model):
    """One mail to one recipient. `key` makes it one, however often the same thing is announced."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    template = models.CharField(max_length=80)
    to_email = models.EmailField()
    to_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8)
    context = models.JSONField(default=dict)
    subject = models.CharField(max_length=250, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WAITING)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "sent", "failed"]), name="mail_status_known"
            ),
        ]
        indexes = [models.Index(fields=["-id"], name="mail_newest_first")]

    def __str__(self) -> str:
        return f"{self.template} to {self.to_email}"

    @property
    def is_private(self) -> bool:
        """Whether it holds what lets its reader into the recipient's account: a code or a link (RELIABILITY 33)."""
        return self.template.startswith("account/")
