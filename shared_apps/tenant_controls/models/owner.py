"""Who owns a reseller's portal, as its own accounts said last: lists must not enter every schema to know."""

from __future__ import annotations

from django.db import models


class PortalOwner(models.Model):
    """A copy of the first active owner's name and address. Written by the accounts of the portal itself."""

    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="portal_owner")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return self.email
