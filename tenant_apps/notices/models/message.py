"""Mails that this tenant sent or will send: the mail log."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..texts import title_of
from ..troubles import reason_of

# What lets its reader in, or lets somebody else into their account.
_PRIVATE = ("account/", "crossings/asked", "crossings/code")


class MailMessage(models.Model):
    """One mail to one recipient. `key` makes it one, however often the same thing is announced.

    `context` is what it tells; of a private mail it is forgotten once it is sent. `words` are the reseller's own
    words that it was sent with, if any. `error_code` (see `troubles`) and `error`, the server's answer, tell of
    the last try that failed.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    class Via(models.TextChoices):
        OWN = "own", _("Your own server")
        PLATFORM = "platform", _("The portal's server")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    template = models.CharField(max_length=80)
    to_email = models.EmailField()
    to_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8)
    context = models.JSONField(default=dict)
    words = models.JSONField(null=True)
    subject = models.CharField(max_length=250, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WAITING)
    via = models.CharField(max_length=16, choices=Via.choices, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=32, blank=True)
    error = models.TextField(blank=True)
    answer = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "sending", "sent", "failed"]),
                name="mail_status_known",
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], name="mail_newest_first"),
            models.Index(fields=["template", "-id"], name="mail_of_a_kind"),
            models.Index(fields=["created_at"], name="mail_by_age"),
            models.Index(fields=["to_email", "-id"], name="mail_to_address"),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to_email}"

    @property
    def is_private(self) -> bool:
        """Whether it holds what lets its reader into the recipient's account: a code or a link (RELIABILITY 33)."""
        return self.template.startswith(_PRIVATE)

    @property
    def is_closed(self) -> bool:
        """Whether nobody may read it here: it is private, or its recipient was erased and nothing is left of it."""
        return self.is_private or not self.to_email

    @property
    def title(self) -> str:
        """What this kind of mail is called, in the reader's words."""
        return str(title_of(self.template))

    @property
    def trouble(self) -> str:
        """Why the last try failed, in the reader's words."""
        return reason_of(self.error_code)
