"""Which office person a partner's account on the platform is. Lies in `public`."""

from __future__ import annotations

import uuid

from django.db import models

from shared_apps.kernel.clock import now
from tenants.models import Tenant


class Membership(models.Model):
    """An account on the platform and a person of a reseller's office that belong to the same human being."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform_person_uuid = models.UUIDField()
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="memberships")
    person_uuid = models.UUIDField()
    confirmed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform_person_uuid", "tenant", "person_uuid"], name="membership_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "person_uuid"], name="membership_of_person")]

    def __str__(self) -> str:
        return f"{self.platform_person_uuid} in {self.tenant}"
