"""Who in the shop looks after a kind of question."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tenant_apps.clients.models import one_line


class Department(models.Model):
    """A part of the team that tickets are sent to. One that is closed is no longer offered; its tickets stay."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=80, validators=[one_line])
    is_open = models.BooleanField(_("Clients can choose it"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="ticket_department_once")]

    def __str__(self) -> str:
        return self.name
