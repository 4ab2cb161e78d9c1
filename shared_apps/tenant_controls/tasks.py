"""Agenda tasks of tenant controls. They are the operator's own: a stopped reseller's work waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shared_apps.agenda.door import Later, handles, schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.partner_store.mails import operator_id
from tenants.context import acting_on_shared_data

from .export.making import make_export
from .models import Deletion, ExportStatus, TenantExport
from .models.job import Job
from .removal.steps import delete_tenant
from .verbs import expire_export

ANOTHER_LOOK = timedelta(seconds=30)


@handles("tenant_controls.export", outside=True)
def export(payload: dict[str, Any], *, by: Actor) -> None:
    """Make the file; a worker that was killed is followed by another that begins anew."""
    with acting_on_shared_data():
        wish = TenantExport.objects.select_related("tenant").get(uuid=payload["export"])
        if wish.status != ExportStatus.WAITING:
            return
        _alone(wish, lambda: make_export(wish, by=by))
        schedule_for(
            operator_id(),
            "tenant_controls.expire_export",
            payload,
            key=str(wish.uuid),
            due_at=wish.expires_at,
        )


@handles("tenant_controls.expire_export")
def expire(payload: dict[str, Any], *, by: Actor) -> None:
    expire_export(TenantExport.objects.get(uuid=payload["export"]), by=by)


@handles("tenant_controls.delete", outside=True)
def delete(payload: dict[str, Any], *, by: Actor) -> None:
    """Do what is left of a deletion."""
    with acting_on_shared_data():
        deletion = Deletion.objects.select_related("tenant", "export").get(uuid=payload["deletion"])
        if deletion.finished_at is None:
            _alone(deletion, lambda: delete_tenant(deletion, by=by))


def _alone(job: Job, work: Callable[[], None]) -> None:
    if not job.take():
        raise Later(ANOTHER_LOOK, "Another worker is at it.")
    try:
        work()
    except Exception:
        job.let_go()
        raise
