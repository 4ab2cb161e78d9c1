"""Host → tenant, through the two caches of `host_cache`."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import connection

from . import host_cache
from .context import acting_on_shared_data
from .models import Domain, Tenant
from .records import TenantRecord

_HEADER = re.compile(r"([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::[0-9]{1,5})?", re.IGNORECASE | re.ASCII)


def host_of(header: str) -> str | None:
    """The host of a Host header in lower case without port; None where it is not a host name."""
    found = _HEADER.fullmatch(header)
    return found[1].lower() if found else None


def tenant_at(host: str) -> TenantRecord | None:
    """The tenant of an active domain, whatever its status; None for an unknown host."""
    if connection.is_in_transaction:  # type: ignore[attr-defined]
        # What this transaction wrote may be undone: nobody else must be told.
        return _from_database(host)
    is_known, tenant = host_cache.recall_near(host)
    if not is_known:
        tenant = _look_up(host)
        host_cache.keep_near(host, tenant)
    return tenant


def forget(tenant: Tenant) -> None:
    """Empty the caches of every host of a tenant, after the commit. Moves and saves do so themselves."""
    for host in tenant.domains.values_list("host", flat=True):
        host_cache.drop_after_commit(host)


def portal_url(tenant: TenantRecord, path: str = "/") -> str:
    """An absolute address on the tenant's canonical host; never made from a request's Host header."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{settings.PUBLIC_SCHEME}://{tenant.canonical_host}{port}{path}"


def _look_up(host: str) -> TenantRecord | None:
    cached, generation = host_cache.recall(host)
    if cached:
        return cached
    found = _from_database(host)
    if found:
        host_cache.keep(host, generation, found)
    return found


def _from_database(host: str) -> TenantRecord | None:
    with acting_on_shared_data():
        domain = Domain.objects.select_related("tenant").filter(host=host, is_active=True).first()
        return domain.tenant.record if domain else None
