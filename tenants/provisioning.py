"""A new tenant: its row, its host and its schema (DESIGN, "Provisioning and scale")."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from .context import acting_in, acting_on_shared_data
from .models import Domain, Tenant
from .records import OPERATOR
from .schemas import pool
from .schemas.building import new_schema_name, replay
from .schemas.ddl import CannotReplay
from .schemas.stock import migrate_here
from .schemas.template import create_schema, template_sql

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
RESERVED = frozenset({"www", "mail", "api", "static", "media", "console", "admin", "support", "status"})


class SlugTaken(ValueError):
    """Another tenant has this name, or its host."""


class BadSlug(ValueError):
    """The name cannot be part of a host, or is kept back."""


def provision(
    *,
    slug: str,
    name: str,
    kind: str,
    language: str,
    currency: str,
    country: str,
    time_zone: str,
    by: Actor,
    is_probe: bool = False,
) -> Tenant:
    """A new tenant and its host, in the caller's transaction: live at once where a spare schema was ready.

    Raises `SlugTaken` or `BadSlug`. A tenant that comes back PROVISIONING is completed by `finish`.
    """
    if slug in RESERVED or not SLUG.fullmatch(slug):
        raise BadSlug(slug)
    tenant = Tenant(
        slug=slug,
        name=name,
        kind=kind,
        default_language=language,
        currency=currency,
        country=country,
        time_zone=time_zone,
        is_probe=is_probe,
    )
    try:
        with acting_on_shared_data(), transaction.atomic():
            _insert(tenant, by)
    except IntegrityError as clash:
        raise SlugTaken(slug) from clash
    return tenant


def finish(tenant_id: int, *, by: Actor) -> Tenant:
    """Give a tenant that is PROVISIONING its schema and make it live. Not inside a transaction.

    All of it is one transaction: a crash leaves nothing; again, or twice at once, makes one schema.
    """
    with acting_on_shared_data():
        try:
            return _finish_from_template(tenant_id, by)
        except CannotReplay:
            return _finish_by_migrating(tenant_id, by)


def refill() -> int:
    """Top the warm pool up, slowly. Returns how many schemas were made."""
    return pool.fill()


def host_for(slug: str, kind: str) -> str:
    """The host that a tenant gets from the platform."""
    domain: str = settings.PLATFORM_DOMAIN
    return domain if kind == OPERATOR else f"{slug}.{domain}"


def _insert(tenant: Tenant, by: Actor) -> None:
    spare = pool.claim(tenant.kind)
    tenant.schema_name = spare or new_schema_name()
    tenant.status = Tenant.Status.LIVE if spare else Tenant.Status.PROVISIONING
    tenant.save(force_insert=True)
    Domain.objects.create(tenant=tenant, host=host_for(tenant.slug, tenant.kind), is_canonical=True)
    record(tenant, "provision", by=by, to_status=tenant.status)


def _finish_from_template(tenant_id: int, by: Actor) -> Tenant:
    sql = template_sql(Tenant.objects.values_list("kind", flat=True).get(pk=tenant_id))
    with transaction.atomic():
        tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
        if tenant.status == Tenant.Status.PROVISIONING:
            if spare := pool.claim(tenant.kind):
                tenant.schema_name = spare
                tenant.save(update_fields=["schema_name"])
            else:
                replay(tenant.record, sql)
            tenant.move(Tenant.Status.LIVE, by=by)
    return tenant


def _finish_by_migrating(tenant_id: int, by: Actor) -> Tenant:
    tenant = Tenant.objects.get(pk=tenant_id)
    if tenant.status == Tenant.Status.PROVISIONING:
        create_schema(tenant.schema_name)
        with acting_in(tenant.record, unfinished=True):
            migrate_here(tenant.schema_name, tenant.kind)
        tenant.move(Tenant.Status.LIVE, by=by)
    return tenant
