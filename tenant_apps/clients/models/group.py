"""How a reseller sorts its clients: one group each, and any number of tags."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .lines import one_line

# What marks may be coloured with: names of the style sheet's own tones.
TONES = (
    ("plain", _("Grey")),
    ("info", _("Blue")),
    ("pos", _("Green")),
    ("warn", _("Amber")),
    ("neg", _("Red")),
)


class ClientGroup(models.Model):
    """One group of clients, such as "Wholesale"; a client is in one or in none."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=80, validators=[one_line])
    tone = models.CharField(_("Colour"), max_length=16, choices=TONES, default="plain")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="client_group_name_once")]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word that clients are marked with."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=40, validators=[one_line])
    tone = models.CharField(_("Colour"), max_length=16, choices=TONES, default="plain")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="client_tag_name_once")]

    def __str__(self) -> str:
        return self.name


class CustomField(models.Model):
    """A field that a reseller keeps of its clients beside the usual ones; values lie in `Client.custom` by `key`."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        YES_NO = "yes_no", _("Yes or no")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=40, editable=False)
    label = models.CharField(_("Name"), max_length=80, validators=[one_line])
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(_("Required"), default=False)
    is_shown_to_client = models.BooleanField(_("The client sees and edits it"), default=False)
    is_archived = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="client_field_key_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "number", "date", "choice", "yes_no"]),
                name="client_field_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def form_name(self) -> str:
        """The name of its field in forms."""
        return f"own_{self.key}"
