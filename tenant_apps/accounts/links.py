"""Absolute addresses of account pages, always on the tenant's canonical host (RELIABILITY 3)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from tenants.context import current_tenant
from tenants.hosts import portal_url


def link(view_name: str, **arguments: Any) -> str:
    """The address of a page of the current tenant, for mails. Asks no request."""
    tenant = current_tenant()
    urlconf = str(settings.TENANT_TYPES[tenant.kind]["URLCONF"])
    return portal_url(tenant, reverse(view_name, urlconf=urlconf, kwargs=arguments))
