"""Who else may say who somebody is: a reseller's OpenID Connect providers, and the accounts linked to people."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.secrets import declare_sealed, open_sealed, seal
from tenant_apps.accounts.models import User, one_line
from tenant_apps.accounts.roles import CLIENT_AREA, OFFICE_AREA
from tenants.context import current_tenant


class Provider(models.Model):
    """An OpenID Connect provider that staff or clients may sign in with; never both through one row.

    `check_code` says what the last look at it found; empty where everything is right.
    """

    class Audience(models.TextChoices):
        STAFF = "staff", _("Staff")
        CLIENTS = "clients", _("Clients")

    class Kind(models.TextChoices):
        GOOGLE = "google", _("Google")
        MICROSOFT = "microsoft", _("Microsoft")
        CUSTOM = "custom", _("Another provider")
        PLATFORM = "platform", _("Partner account")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=60, validators=[one_line])
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=254)
    sealed_secret = models.TextField(blank=True)
    email_domains = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True)
    check_code = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="platform") | models.Q(audience="staff"),
                name="sign_on_platform_for_staff",
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=["staff", "clients"])
                & models.Q(kind__in=["google", "microsoft", "custom", "platform"]),
                name="sign_on_provider_known",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="platform"), name="sign_on_platform_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_platform(self) -> bool:
        return self.kind == self.Kind.PLATFORM

    @property
    def is_checked(self) -> bool:
        """Whether the last look found nothing wrong."""
        return self.checked_at is not None and not self.check_code

    @property
    def area(self) -> str:
        """The area that its people belong to."""
        return OFFICE_AREA if self.audience == self.Audience.STAFF else CLIENT_AREA

    @property
    def secret(self) -> str:
        return open_sealed(self.sealed_secret, _owner(self, current_tenant().uuid))

    def keep_secret(self, secret: str) -> None:
        """Seal the client secret into the row (not saved yet)."""
        self.sealed_secret = seal(secret, _owner(self, current_tenant().uuid))

    def admits(self, email: str) -> bool:
        """Whether an address lies in one of the domains asked for; any does where none is."""
        return not self.email_domains or email.rpartition("@")[2].lower() in self.email_domains


class Connection(models.Model):
    """An account at a provider (its `subject`) that signs one person in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="connections")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="connections")
    subject = models.CharField(max_length=255)
    email = models.EmailField(max_length=254)
    connected_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="sign_on_subject_once"),
            models.UniqueConstraint(fields=["provider", "person"], name="sign_on_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.email}"


def _owner(provider: Provider, tenant: UUID) -> str:
    return f"{tenant}:sign_on.provider:{provider.uuid}"


declare_sealed("sign_on.Provider", "sealed_secret", context=_owner)
