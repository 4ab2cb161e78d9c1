"""How far a new reseller's portal is: schema, brand, owner, and that the address answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from branding.models import Brand
from tenants.hosts import tenant_at
from tenants.models import Tenant

from .models import PartnerApplication


@dataclass(frozen=True, slots=True)
class Step:
    label: str | Promise
    is_done: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps of setting a portal up, in order."""

    steps: Sequence[Step]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.steps)


def progress_of(tenant: Tenant) -> Progress:
    """Read from what is there, never from a counter: a restart in the middle shows the truth.

    A reseller that was made without an application has nobody to invite and brings its own brand.
    """
    application = application_of(tenant)
    invitation = [] if application is None else _invitation(tenant, application)
    return Progress(
        [
            Step(_("Database schema is ready"), _has_schema(tenant)),
            *invitation,
            Step(_("Portal answers"), _answers(tenant)),
        ]
    )


def application_of(tenant: Tenant) -> PartnerApplication | None:
    return PartnerApplication.objects.filter(tenant_id=tenant.pk).first()


def _has_schema(tenant: Tenant) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [tenant.schema_name])
        return tenant.status != Tenant.Status.PROVISIONING and bool(cursor.fetchone()[0])


def _invitation(tenant: Tenant, application: PartnerApplication) -> list[Step]:
    return [
        Step(_("Brand is in place"), Brand.objects.filter(tenant_id=tenant.pk).exists()),
        Step(_("Owner is invited by mail"), application.owner_invited_at is not None),
    ]


def _answers(tenant: Tenant) -> bool:
    found = tenant_at(tenant.record.canonical_host)
    return found is not None and found.uuid == tenant.uuid and found.is_live
