"""What staff write about a client, for staff alone."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now

from .client import Client


class Note(models.Model):
    """A note; a pinned one stands above the others and at the top of the client's page."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("Note"), max_length=5000)
    is_pinned = models.BooleanField(_("Pinned"), default=False)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["client", "-created_at", "-id"], name="client_note_newest")]

    def __str__(self) -> str:
        return self.text[:60]
