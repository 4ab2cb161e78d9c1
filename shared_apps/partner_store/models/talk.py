"""What is said about an application, the files that come with it, what was looked at, and the unsent draft."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now

from .application import PartnerApplication

LONGEST_MESSAGE = 4000


class ApplicationMessage(models.Model):
    """A question of ours or an answer of the applicant. It is never changed; `key` makes it one."""

    class Side(models.TextChoices):
        APPLICANT = "applicant", _("Applicant")
        STAFF = "staff", _("Staff")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(PartnerApplication, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=Side.choices)
    author_label = models.CharField(max_length=200)
    text = models.TextField(max_length=LONGEST_MESSAGE)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["applicant", "staff"]), name="application_message_side_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_of_staff(self) -> bool:
        return self.side == self.Side.STAFF


class ApplicationFile(models.Model):
    """A paper of the applicant: an image encoded anew, or a PDF as it came. Only handed out as a download.

    Without an application it belongs to the draft of its owner.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner_uuid = models.UUIDField()
    application = models.ForeignKey(
        PartnerApplication, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    message = models.ForeignKey(
        ApplicationMessage, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "application/pdf"]),
                name="application_file_type_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner_uuid"], condition=Q(application=None), name="application_file_of_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApplicationCheck(models.Model):
    """What a reviewer found about one point of the check list (`partner_store.checks`)."""

    class Finding(models.TextChoices):
        FINE = "fine", _("Fine")
        DOUBTFUL = "doubtful", _("Doubtful")

    application = models.ForeignKey(PartnerApplication, on_delete=models.PROTECT, related_name="checks")
    point = models.CharField(max_length=24)
    finding = models.CharField(max_length=10, choices=Finding.choices)
    note = models.CharField(max_length=500, blank=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "point"], name="application_check_once"),
            models.CheckConstraint(
                condition=Q(finding__in=["fine", "doubtful"]), name="application_check_finding_known"
            ),
        ]

    def __str__(self) -> str:
        return self.point


class ApplicationDraft(models.Model):
    """What somebody has typed so far, right or wrong; on every device of theirs (S5.6)."""

    owner_uuid = models.UUIDField(unique=True)
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.owner_uuid)
