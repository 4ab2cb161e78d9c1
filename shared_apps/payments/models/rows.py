"""Rows of shared tables that belong to one tenant."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from tenants.context import current_tenant

Row = TypeVar("Row", bound=models.Model)


class TenantRows(models.QuerySet[Row]):
    """A queryset that starts at the current tenant's own rows."""

    def here(self) -> Self:
        """Only what belongs to the tenant acted in."""
        return self.filter(tenant_id=current_tenant().id)
