"""Roles that a tenant makes itself, beside the built-in ones."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..roles import CUSTOMISABLE, PERMISSIONS_OF_AREA, Role, area_of
from .lines import one_line


class CustomRole(models.Model):
    """A set of permissions under a name, modelled on a built-in role, whose area it has."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=60, validators=[one_line])
    base = models.CharField(max_length=16, choices=Role.choices)
    permissions = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="custom_role_name_once"),
            models.CheckConstraint(condition=models.Q(base__in=CUSTOMISABLE), name="custom_role_of_staff"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def held(self) -> frozenset[str]:
        """What it grants today: a permission that the product knows no more grants nothing."""
        return frozenset(self.permissions) & PERMISSIONS_OF_AREA[area_of(self.base)]

    @property
    def menu_id(self) -> str:
        """Names the menu of its row."""
        return f"role-{self.pk}"
