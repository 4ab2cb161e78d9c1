"""Host → tenant, through two caches: this process (one second) and Redis (explicitly emptied on every change)."""

from __future__ import annotations

import re
import time

from django.conf import settings
from django.core.cache import caches

from .context import acting_on_shared_data
from .models import Domain, Tenant
from .records import TenantRecord

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\Z")
LOCAL_SECONDS = 1.0
SHARED_SECONDS = 60
_MOST_ENTRIES = 10_000

_near: dict[str, tuple[float, TenantRecord | None]] = {}


def host_of(header: str) -> str | None:
    """The host of a Host header in lower case without port; None where it is not a host name."""
    host = header.lower().rsplit(":", 1)[0] if header.rsplit(":", 1)[-1].isdigit() else header.lower()
    return host if _HOST.match(host) else None


def tenant_at(host: str) -> TenantRecord | None:
    """The tenant of an active domain, whatever its status; None for an unknown host."""
    known = _near.get(host)
    if known and known[0] > time.monotonic():
        return known[1]
    found = _from_shared_cache(host)
    if len(_near) >= _MOST_ENTRIES:
        _near.clear()
    _near[host] = (time.monotonic() + LOCAL_SECONDS, found)
    return found


def forget(tenant: Tenant) -> None:
    """Empty the caches of every host of a tenant; call after any change to it or its domains."""
    hosts = list(tenant.domains.values_list("host", flat=True))
    for host in hosts:
        _near.pop(host, None)
        caches["shared"].delete(_key(host))


def portal_url(tenant: TenantRecord, path: str = "/") -> str:
    """An absolute address on the tenant's canonical host; never made from a request's Host header."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{settings.PUBLIC_SCHEME}://{tenant.canonical_host}{port}{path}"


def _from_shared_cache(host: str) -> TenantRecord | None:
    cached = caches["shared"].get(_key(host))
    if isinstance(cached, TenantRecord):
        return cached
    found = _from_database(host)
    if found:
        caches["shared"].set(_key(host), found, SHARED_SECONDS)
    return found


def _from_database(host: str) -> TenantRecord | None:
    with acting_on_shared_data():
        domain = Domain.objects.select_related("tenant").filter(host=host, is_active=True).first()
        return domain.tenant.record if domain else None


def _key(host: str) -> str:
    return f"host:{host}"
