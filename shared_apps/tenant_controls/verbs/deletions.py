"""Ask for the deletion of a reseller whose grace has ended."""

from __future__ import annotations

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.partner_store.mails import operator_id
from tenants.models import Tenant, TenantStatus

from ..models import Archive, Deletion, ExportStatus, TenantExport
from .both_sides import holding, tell_both_sides


class NotDeletable(Exception):
    """The grace has not ended, or nobody made an export and nobody said that none is wanted."""


def ask_for_deletion(tenant: Tenant, *, reason: str, without_export: bool, by: Actor) -> Deletion:
    """Begin to delete an archived reseller: from here on there is no way back.

    Raises `NotDeletable`, and `IllegalMove` where it is not archived or somebody else was first.
    """
    with holding(tenant, TenantStatus.DELETING) as held:
        stay = Archive.objects.get(tenant=held, restored_at=None)
        if not stay.is_past_grace:
            raise NotDeletable("grace")
        export = export_since(stay)
        if export is None and not without_export:
            raise NotDeletable("export")
        # The last thing that is written in its own schema.
        tell_both_sides("delete", held, by=by, reason=reason)
        held.move(TenantStatus.DELETING, by=by, reason=reason)
        deletion = Deletion.objects.create(
            tenant=held, reason=reason, asked_by=by.label, asked_at=now(), export=export
        )
        payload = {"deletion": str(deletion.uuid)}
        schedule_for(operator_id(), "tenant_controls.delete", payload, key=str(deletion.uuid))
    return deletion


def export_since(stay: Archive) -> TenantExport | None:
    """The newest finished export that was asked for while the reseller was archived: nothing changed since."""
    made = TenantExport.objects.filter(tenant_id=stay.tenant_id, asked_at__gte=stay.archived_at)
    return made.filter(status__in=[ExportStatus.READY, ExportStatus.EXPIRED]).order_by("-asked_at").first()
