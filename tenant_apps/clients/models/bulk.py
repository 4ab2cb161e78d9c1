"""One thing done to many clients."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor, ActorKind
from shared_apps.kernel.clock import now


class ClientBulk(models.Model):
    """Done by the agenda, some clients at a time. `targets` are their keys, `position` how many of them are done,
    `changed` for how many of these it made a difference. The uuid is the key of the form: sent twice it is one.
    """

    class Action(models.TextChoices):
        TAG = "tag", _("Add a tag")
        UNTAG = "untag", _("Take a tag off")
        GROUP = "group", _("Put into a group")
        CLOSE = "close", _("Close accounts")
        MAIL = "mail", _("Write a mail")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.CharField(max_length=8, choices=Action.choices)
    details = models.JSONField(default=dict)
    targets = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    actor_kind = models.CharField(max_length=16)
    actor_key = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=["tag", "untag", "group", "close", "mail"]),
                name="client_bulk_action_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_action_display())

    @property
    def actor(self) -> Actor:
        """Whoever began it."""
        return Actor(ActorKind(self.actor_kind), self.actor_key, self.actor_label, self.acting_for)

    @property
    def is_complete(self) -> bool:
        return self.position >= self.total
