"""What people keep of their own work: views of lists, and forms that they have not sent yet."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now

from .lines import one_line


class SavedView(models.Model):
    """How somebody likes to see a list. `list_name` tells which (`clients`, `invoices`); `query` is what follows
    `?`: filters, search, sort; `columns` are the names of the columns in their order. A shared one is for all staff.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    list_name = models.CharField(max_length=32)
    name = models.CharField(_("Name"), max_length=80, validators=[one_line])
    query = models.TextField(blank=True, max_length=2000)
    columns = models.JSONField(default=list, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(_("For everybody here"), default=False)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "list_name", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["person", "list_name"],
                condition=models.Q(is_default=True),
                name="saved_view_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClientDraft(models.Model):
    """What somebody typed about a client and has not saved. `about` is the client's uuid, or empty for a new one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=36, blank=True)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "about"], name="client_draft_once")]

    def __str__(self) -> str:
        return self.about or "new"
