"""The mail server that a reseller brings."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.secrets import declare_sealed, open_sealed, seal
from tenants.context import current_tenant

from ..troubles import reason_of

REST = timedelta(minutes=10)


class MailServer(models.Model):
    """At most one a tenant. Mails leave by it once it has been tested; until then by the portal's server.

    `test` holds the steps of the last test: {"id", "state": running|passed|failed, "steps": [...], "to"}.
    `failures` counts what it did not take in a row.
    """

    class Security(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS (usually port 587)")
        TLS = "tls", _("TLS from the start (usually port 465)")

    class State(models.TextChoices):
        UNTESTED = "untested", _("Not tested")
        WORKING = "working", _("Working")
        FAILING = "failing", _("Failing")

    class OnFailure(models.TextChoices):
        FALL_BACK = "fall_back", _("Send by the portal's server after three tries")
        RETRY = "retry", _("Keep trying by this server alone")

    is_only = models.BooleanField(default=True, unique=True, editable=False)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=16, choices=Security.choices, default=Security.STARTTLS)
    user = models.CharField(max_length=254, blank=True)
    sealed_password = models.TextField(blank=True)
    sender_email = models.EmailField()
    on_failure = models.CharField(max_length=16, choices=OnFailure.choices, default=OnFailure.FALL_BACK)
    state = models.CharField(max_length=16, choices=State.choices, default=State.UNTESTED)
    failures = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=32, blank=True)
    error = models.TextField(blank=True)
    test = models.JSONField(default=dict)
    tested_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(is_only=True), name="mail_server_is_one"),
            models.CheckConstraint(
                condition=models.Q(state__in=["untested", "working", "failing"]),
                name="mail_server_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def is_in_use(self) -> bool:
        """Whether mails leave by it: it passed a test since it was last changed."""
        return self.state in (self.State.WORKING, self.State.FAILING)

    def is_resting(self, at: datetime) -> bool:
        """Whether it failed a short while ago, so that mails with another way need not wait for it."""
        is_recent = self.tried_at is not None and at - self.tried_at < REST
        return self.state == self.State.FAILING and is_recent

    @property
    def trouble(self) -> str:
        return reason_of(self.error_code)

    def seal_password(self, password: str) -> None:
        """Keep the password for this row of this tenant alone; the row must have its key."""
        self.sealed_password = seal(password, _owner(self, current_tenant().uuid)) if password else ""

    def password(self) -> str:
        """The password. Raises `SecretUnreadable` where it was sealed for somebody else."""
        if not self.sealed_password:
            return ""
        return open_sealed(self.sealed_password, _owner(self, current_tenant().uuid))


def _owner(server: MailServer, tenant: UUID) -> str:
    return f"{tenant}:notices.mailserver:{server.pk}"


declare_sealed("notices.MailServer", "sealed_password", context=_owner)
