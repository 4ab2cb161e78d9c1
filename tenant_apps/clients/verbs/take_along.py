"""A client asks for everything that is kept of it; the agenda packs it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..holdings import archive_of
from ..models import Client, ClientExport

KEPT_FOR = timedelta(days=7)
AGAIN_AFTER = timedelta(hours=1)


class TooSoon(Exception):
    """One was made a moment ago, or is being made."""


@transaction.atomic
def ask_for_export(client: Client, *, by: Actor) -> ClientExport:
    """Have an archive made. Raises `TooSoon`, and `NotWhileActing` for somebody who acts for the client."""
    only_oneself(by)
    Client.objects.select_for_update().get(pk=client.pk)
    if client.exports.filter(asked_at__gt=now() - AGAIN_AFTER).exists():
        raise TooSoon
    client.exports.all().delete()
    export = ClientExport.objects.create(client=client, asked_by=by.label[:200])
    schedule("clients.export", {"export": str(export.uuid)}, key=str(export.uuid))
    record(client, "ask for data", by=by)
    return export


def pack(export: ClientExport) -> None:
    """Make the archive, in the agenda's transaction; it is forgotten after a week."""
    content = archive_of(export.client)
    ClientExport.objects.filter(pk=export.pk).update(content=content, size=len(content), done_at=now())
    schedule(
        "clients.export_forget", {"export": str(export.uuid)}, key=str(export.uuid), due_at=now() + KEPT_FOR
    )
