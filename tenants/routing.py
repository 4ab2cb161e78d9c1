"""Which hosts lead to a tenant, and which one of them is its address: the only writer of `Domain`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from .hosts import forget
from .models import Domain, Tenant
from .provisioning import host_for


class HostTaken(ValueError):
    """Another tenant has this host."""


class NotRouted(ValueError):
    """The host does not lead to the tenant, so it cannot be its address."""


@transaction.atomic
def open_host(tenant_id: int, host: str) -> None:
    """Let a host lead to a tenant. Raises `HostTaken`."""
    tenant = _locked(tenant_id)
    domain, _is_new = Domain.objects.get_or_create(host=host, defaults={"tenant": tenant})
    if domain.tenant_id != tenant_id:
        raise HostTaken(host)
    Domain.objects.filter(pk=domain.pk).update(is_active=True)
    forget(tenant)


@transaction.atomic
def close_host(tenant_id: int, host: str, *, remove: bool = False) -> None:
    """Let a host lead nowhere, at once; `remove` also forgets that it ever did.

    When it was the tenant's address, the one that the platform gave takes its place.
    """
    tenant = _locked(tenant_id)
    forget(tenant)
    domain = Domain.objects.filter(tenant_id=tenant_id, host=host).first()
    if domain is None:
        return
    Domain.objects.filter(pk=domain.pk).update(is_active=False, is_canonical=False)
    if domain.is_canonical:
        Domain.objects.filter(tenant_id=tenant_id, host=platform_host(tenant)).update(is_canonical=True)
    if remove:
        domain.delete()


@transaction.atomic
def step_down(tenant_id: int, host: str) -> bool:
    """Make the platform's host the address in place of this one, which goes on leading to the tenant.

    False where it was not the address.
    """
    tenant = _locked(tenant_id)
    hosts = Domain.objects.filter(tenant_id=tenant_id)
    if not hosts.filter(host=host, is_canonical=True).update(is_canonical=False):
        return False
    hosts.filter(host=platform_host(tenant)).update(is_canonical=True)
    forget(tenant)
    return True


@transaction.atomic
def make_canonical(tenant_id: int, host: str) -> None:
    """Make a host the tenant's address: links name it, and its other hosts redirect to it.

    Raises `NotRouted` unless the host leads to the tenant.
    """
    tenant = _locked(tenant_id)
    hosts = Domain.objects.filter(tenant_id=tenant_id)
    hosts.exclude(host=host).update(is_canonical=False)
    if not hosts.filter(host=host, is_active=True).update(is_canonical=True):
        raise NotRouted(host)
    forget(tenant)


def platform_host(tenant: Tenant) -> str:
    """The host that the platform gave to a tenant."""
    return host_for(tenant.slug, tenant.kind)


def canonical_host(tenant_id: int) -> str:
    """The tenant's address as it is now, not as a request remembers it."""
    found = Domain.objects.filter(tenant_id=tenant_id, is_canonical=True).values_list("host", flat=True)
    return found.first() or ""


def certificate_asked_at(host: str) -> datetime | None:
    """When a proxy was first told that this host deserves a certificate."""
    return Domain.objects.filter(host=host).values_list("certificate_asked_at", flat=True).first()


def _locked(tenant_id: int) -> Tenant:
    """The tenant, until the transaction ends: two changes of its hosts happen one after the other."""
    return Tenant.objects.select_for_update().get(pk=tenant_id)
