"""The platform as the provider of an office's staff: where it is, and how the office is known there."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from tenants.hosts import portal_url
from tenants.models import Tenant
from tenants.records import OPERATOR, TenantRecord


def operator() -> TenantRecord:
    """The platform's own tenant."""
    return Tenant.objects.get(kind=OPERATOR).record


def issuer_of(tenant: TenantRecord) -> str:
    return portal_url(tenant, "")


def authorization_of(tenant: TenantRecord) -> str:
    """Where the platform asks a person whether an office may know them."""
    urlconf = str(settings.TENANT_TYPES[OPERATOR]["URLCONF"])
    return portal_url(tenant, reverse("idp:oidc:authorization", urlconf=urlconf))
