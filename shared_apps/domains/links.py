"""The read-only link for whoever runs the DNS: signed for this tenant, good for 14 days, and revocable."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature
from django.urls import reverse

from shared_apps.kernel.clock import now
from tenants.context import current_tenant
from tenants.hosts import portal_url
from tenants.tokens import sign, unsign

from .models import OwnDomain
from .queries import own_domain

LIFETIME = timedelta(days=14)
_PURPOSE = "domains.share"


def link_of(domain: OwnDomain) -> str:
    """The address of the shared page; empty while the domain is not shared."""
    if not (domain.share_key and _ends_at(domain) > now()):
        return ""
    token = sign(_PURPOSE, [domain.uuid.hex, domain.share_key])
    tenant = current_tenant()
    urlconf = str(settings.TENANT_TYPES[tenant.kind]["URLCONF"])
    return portal_url(tenant, reverse("domain_share", urlconf, args=[token]))


def ends_at(domain: OwnDomain) -> datetime | None:
    """When the link stops working."""
    return _ends_at(domain) if domain.share_key else None


def domain_behind(token: str) -> OwnDomain | None:
    """The domain that a link shows; None for one that was changed, is too old, or was withdrawn."""
    try:
        uuid, key = unsign(_PURPOSE, token, max_age=int(LIFETIME.total_seconds()))
        domain = own_domain(UUID(hex=uuid))
    except (BadSignature, ValueError, TypeError):
        return None
    is_good = domain and domain.share_key and domain.share_key == key and _ends_at(domain) > now()
    return domain if is_good else None


def _ends_at(domain: OwnDomain) -> datetime:
    return (domain.shared_at or domain.created_at) + LIFETIME
