"""Ask for everything of a reseller as a file, note who fetches it, let it expire."""

from __future__ import annotations

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.partner_store.mails import operator_id
from tenants.context import acting_on_shared_data
from tenants.models import STOPPED, Tenant, TenantStatus

from ..models import ExportStatus, TenantExport
from .both_sides import tell_both_sides

EXPORTABLE = STOPPED | {TenantStatus.LIVE}


class AlreadyRunning(Exception):
    """An export of this reseller is being made."""


def ask_for_export(tenant: Tenant, *, reason: str, by: Actor) -> TenantExport:
    """Have everything of a live, suspended or archived reseller written into a file by the agenda.

    Raises `AlreadyRunning`, and `IllegalMove` for a reseller in any other status.
    """
    with acting_on_shared_data(), transaction.atomic():
        held = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if held.kind != Tenant.Kind.RESELLER or held.status not in EXPORTABLE:
            raise IllegalMove(held, "exported")
        if held.exports.filter(status=ExportStatus.WAITING).exists():
            raise AlreadyRunning(str(held.uuid))
        tell_both_sides("export", held, by=by, reason=reason)
        wish = TenantExport.objects.create(tenant=held, reason=reason, asked_by=by.label, asked_at=now())
        # The operator's own work: the agenda runs nothing for a reseller that is stopped.
        schedule_for(operator_id(), "tenant_controls.export", {"export": str(wish.uuid)}, key=str(wish.uuid))
    return wish


@transaction.atomic
def note_download(export: TenantExport, *, by: Actor) -> None:
    """Write who fetched the file."""
    record(export.tenant, "download export", by=by, export=str(export.uuid))


@transaction.atomic
def expire_export(export: TenantExport, *, by: Actor) -> None:
    """Remove the file; what it was stays on record. A second time does nothing."""
    export.parts.all().delete()
    if export.can_become(ExportStatus.EXPIRED):
        export.move(ExportStatus.EXPIRED, by=by)
