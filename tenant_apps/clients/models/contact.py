"""The people who act for clients, and those who were asked to."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now

from .client import Client

INVITATION_LIFETIME = timedelta(days=7)


class Contact(models.Model):
    """A person who acts for a client; contacts sign in to the client portal."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        BILLING = "billing", _("Billing")
        TECHNICAL = "technical", _("Technical")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.OWNER)
    created_at = models.DateTimeField(default=now)
    # Whoever looks after several clients acts for the one chosen last.
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "client"], name="contact_once"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "billing", "technical"]), name="contact_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Invitations(models.QuerySet["ContactInvitation"]):
    def open(self) -> Invitations:
        """Those that nobody has accepted and that are not too old."""
        return self.filter(accepted_at=None, sent_at__gt=now() - INVITATION_LIFETIME)


class ContactInvitation(models.Model):
    """Somebody who was asked by mail to look after a client; a contact only once they have accepted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=16, choices=Contact.Role.choices)
    invited_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "email"], condition=Q(accepted_at=None), name="contact_invitation_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "billing", "technical"]), name="contact_invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"
