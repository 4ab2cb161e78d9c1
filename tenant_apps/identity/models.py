"""The keys that sign what the platform says of people."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models

from shared_apps.kernel.secrets import declare_sealed, open_sealed, seal
from tenants.context import current_tenant


class SigningKey(models.Model):
    """A private key, sealed. The newest signs; all that are not retired are published."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed_pem = models.TextField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def pem(self) -> str:
        return open_sealed(self.sealed_pem, _owner(self, current_tenant().uuid))

    def keep_pem(self, pem: str) -> None:
        """Seal the key into the row (not saved yet)."""
        self.sealed_pem = seal(pem, _owner(self, current_tenant().uuid))


def _owner(key: SigningKey, tenant: UUID) -> str:
    return f"{tenant}:identity.signingkey:{key.uuid}"


declare_sealed("identity.SigningKey", "sealed_pem", context=_owner)
