"""A new tenant: its row, its host and its schema (DESIGN, "Provisioning and scale")."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from .context import acting_in, acting_on_shared_data
from .models import Domain, Tenant
from .records import OPERATOR
from .schemas.stock import migrate_here

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


class SlugTaken(ValueError):
    """Another tenant has this name, or its host."""


class BadSlug(ValueError):
    """The name cannot be part of a host."""


def provision(
    *, slug: str, name: str, kind: str, language: str, currency: str, country: str, time_zone: str, by: Actor
) -> Tenant:
    """A new tenant and its host, in the caller's transaction: live at once where a spare schema was ready.

    Raises `SlugTaken` or `BadSlug`. A tenant that comes back PROVISIONING is completed by `finish`.
    """
    if not SLUG.fullmatch(slug):
        raise BadSlug(slug)
    with acting_on_shared_data(), transaction.atomic():
        tenant = Tenant(
            slug=slug,
            name=name,
            kind=kind,
            schema_name=new_schema_name(),
            default_language=language,
            currency=currency,
            country=country,
            time_zone=time_zone,
        )
        _insert(tenant)
        record(tenant, "provision", by=by)
    return tenant


def finish(tenant_id: int, *, by: Actor) -> Tenant:
    """Build the schema of a tenant that is PROVISIONING and make it live; may be called again at any time."""
    with acting_on_shared_data():
        tenant = Tenant.objects.get(pk=tenant_id)
        if tenant.status != Tenant.Status.PROVISIONING:
            return tenant
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(tenant.schema_name)}")
        with acting_in(tenant.record, unfinished=True):
            migrate_here(tenant.schema_name, tenant.kind)
        tenant.move(Tenant.Status.LIVE, by=by)
    return tenant


def refill() -> int:
    """Top the warm pool up. Returns how many schemas were made."""
    return 0


def new_schema_name() -> str:
    """An opaque name: it says nothing of its tenant and is never changed."""
    return f"t_{secrets.token_hex(8)}"


def host_for(slug: str, kind: str) -> str:
    """The host that a tenant gets from the platform."""
    domain: str = settings.PLATFORM_DOMAIN
    return domain if kind == OPERATOR else f"{slug}.{domain}"


def _insert(tenant: Tenant) -> None:
    try:
        with transaction.atomic():
            tenant.save(force_insert=True)
            Domain.objects.create(tenant=tenant, host=host_for(tenant.slug, tenant.kind), is_canonical=True)
    except IntegrityError as clash:
        raise SlugTaken(tenant.slug) from clash
