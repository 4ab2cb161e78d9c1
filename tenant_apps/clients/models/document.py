"""The organisational file: papers that are kept of a client (REQUIREMENTS S2.21)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now

from .client import Client
from .lines import one_line


class ClientDocument(models.Model):
    """A paper: a picture that was encoded anew, or a PDF kept as it came. `is_shared`: the client sees it."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("Registration")
        IDENTITY = "identity", _("Identity")
        TAX = "tax", _("Tax")
        CONTRACT = "contract", _("Contract")
        OTHER = "other", _("Other")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(_("Title"), max_length=120, validators=[one_line])
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    is_shared = models.BooleanField(_("Shared with the client"), default=False)
    uploaded_by = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["registration", "identity", "tax", "contract", "other"]),
                name="client_document_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "application/pdf"]),
                name="client_document_content_type_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_image(self) -> bool:
        return self.content_type == "image/jpeg"
