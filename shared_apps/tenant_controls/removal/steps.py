"""The steps of a deletion. Each may be done again: whoever goes on after a crash begins with the last one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from branding.queries import forget_brand
from shared_apps.agenda.door import discard
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.models import Status as DomainStatus
from shared_apps.domains.verbs import release
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.partner_store.queries import subscription_of
from tenants.cache import forget_tenant
from tenants.hosts import forget
from tenants.models import Tenant
from tenants.removal import count_rows, remove_schema

from ..models import Archive, Deletion, DeletionCertificate
from .fates import meet_fates


class Step(NamedTuple):
    label: str | Promise
    work: Callable[[Deletion, Actor], None]


def count(deletion: Deletion, by: Actor) -> None:
    """Note what there is, for the certificate, while it is there."""
    tenant = deletion.tenant
    hosts = tenant.domains.order_by("pk").values_list("host", flat=True)
    claimed = OwnDomain.objects.filter(tenant=tenant).held().order_by("pk").values_list("host", flat=True)
    deletion.beat(
        counts=count_rows(tenant.schema_name),
        hosts=list(dict.fromkeys([*hosts, *claimed])),
    )


def release_domains(deletion: Deletion, by: Actor) -> None:
    """Own domains lead nowhere, and nobody else may have them for a while."""
    mine = OwnDomain.objects.filter(tenant_id=deletion.tenant_id).exclude(status=DomainStatus.RELEASED)
    for domain in mine:
        with suppress(IllegalMove):
            release(domain, by=by, reason=deletion.reason)


def discard_work(deletion: Deletion, by: Actor) -> None:
    """What waited in the agenda will never be done."""
    discard(deletion.tenant_id)


def drop_data(deletion: Deletion, by: Actor) -> None:
    remove_schema(deletion.tenant_id)


def strip_shared(deletion: Deletion, by: Actor) -> None:
    """Pictures, receipts and personal data in shared tables; the platform plan has ended."""
    plan = subscription_of(deletion.tenant)
    if plan and plan.can_become(plan.Status.ENDED):
        plan.move(plan.Status.ENDED, by=by, reason=deletion.reason)
    meet_fates(deletion.tenant_id)


def drop_caches(deletion: Deletion, by: Actor) -> None:
    tenant = deletion.tenant
    forget(tenant)
    forget_brand(tenant.record)
    forget_tenant(tenant.uuid)


@transaction.atomic
def certify(deletion: Deletion, by: Actor) -> None:
    """Close the tenant and write the certificate: one transaction, so that there is never one without the other."""
    tenant, at = deletion.tenant, now()
    stay = Archive.objects.get(tenant=tenant, restored_at=None)
    tenant.move(Tenant.Status.CLOSED, by=by, reason=deletion.reason)
    DeletionCertificate.objects.create(
        tenant=tenant,
        tenant_uuid=tenant.uuid,
        tenant_name=tenant.name,
        slug=tenant.slug,
        hosts=deletion.hosts,
        since=tenant.created_at,
        archived_at=stay.archived_at,
        deleted_at=at,
        asked_by=deletion.asked_by,
        reason=deletion.reason,
        counts=deletion.counts,
        manifest_sha256=deletion.export.manifest_sha256 if deletion.export else "",
    )
    deletion.beat(finished_at=at)


STEPS = (
    Step(_("What there is was counted"), count),
    Step(_("Own domains are given back"), release_domains),
    Step(_("Waiting work is discarded"), discard_work),
    Step(_("The data are deleted"), drop_data),
    Step(_("Pictures, receipts and personal data in shared tables are removed"), strip_shared),
    Step(_("Caches are empty"), drop_caches),
    Step(_("The certificate is written"), certify),
)


def delete_tenant(deletion: Deletion, *, by: Actor) -> None:
    """Do the steps that are left. The caller has taken the work. Not inside a transaction."""
    for step in STEPS[deletion.steps_done :]:
        with transaction.atomic():
            step.work(deletion, by)
            deletion.beat(steps_done=deletion.steps_done + 1)
