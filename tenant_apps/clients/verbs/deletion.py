"""A client leaves: refused while something is open, else planned, taken back within a grace, and at last erased.

What the law keeps stays: invoices with the name and address that they bear. Everything else is blanked.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of, record
from shared_apps.kernel.lifecycle import IllegalMove

from ..announcements import announce_deletion, announce_stay
from ..models import Client
from ..obstacles import Obstacle, obstacles_of
from .erasure import erase

# Something was opened in the grace: it is looked at again.
PUT_OFF = timedelta(days=7)


class StillOpen(Exception):
    """The client cannot be deleted: `obstacles` says what is to be closed first."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(", ".join(one.label for one in obstacles))
        self.obstacles = obstacles


def grace() -> timedelta:
    """How long a deletion may be taken back."""
    return timedelta(days=settings.CLIENT_GRACE_DAYS)


@transaction.atomic
def delete_client(client: Client, *, reason: str = "", by: Actor) -> datetime:
    """Close the account and have it erased after the grace; when that will be. Its people are told.

    The client itself may ask for it too. Raises `StillOpen`, and `IllegalMove` when it is on its way already.
    """
    mine = _locked(client, "deleted", is_leaving=False)
    if found := obstacles_of(mine):
        raise StillOpen(found)
    before = mine.status
    if mine.status == Client.Status.ACTIVE:
        mine.move(Client.Status.CLOSED, by=by, reason=reason)
    at = now() + grace()
    written = record(mine, "plan deletion", by=by, reason=reason, from_status=before, at=at.isoformat())
    _plan(mine, at)
    announce_deletion(mine, key=str(written.pk))
    client.refresh_from_db()
    return at


@transaction.atomic
def keep_client(client: Client, *, by: Actor) -> None:
    """Take a planned deletion back: the client is as it was. Raises `IllegalMove` when none is planned."""
    mine = _locked(client, "kept", is_leaving=True)
    Client.objects.filter(pk=mine.pk).update(deletes_at=None)
    planned = history_of(mine).filter(verb="plan deletion").first()
    written = record(mine, "call off deletion", by=by)
    if mine.status == Client.Status.CLOSED and planned and planned.from_status == Client.Status.ACTIVE:
        mine.move(Client.Status.ACTIVE, by=by)
    announce_stay(mine, key=str(written.pk))
    client.refresh_from_db()


def erase_when_due(client: Client, planned: str, *, by: Actor) -> None:
    """What the agenda does at the end of the grace: nothing when the deletion was taken back or planned anew.

    Where something is open again (money that came late), it waits a week and looks once more.
    """
    with transaction.atomic():
        mine = Client.objects.select_for_update().get(pk=client.pk)
        if mine.erased_at or mine.deletes_at is None or mine.deletes_at.isoformat() != planned:
            return
        if found := obstacles_of(mine):
            record(mine, "put deletion off", by=by, reason=", ".join(one.label for one in found)[:500])
            _plan(mine, now() + PUT_OFF)
            return
        erase(mine, by=by)


def _plan(mine: Client, at: datetime) -> None:
    Client.objects.filter(pk=mine.pk).update(deletes_at=at)
    mine.deletes_at = at
    payload = {"client": str(mine.uuid), "at": at.isoformat()}
    schedule("clients.erase", payload, key=f"{mine.uuid}:{at.isoformat()}", due_at=at)


def _locked(client: Client, wanted: str, *, is_leaving: bool) -> Client:
    mine = Client.objects.select_for_update().get(pk=client.pk)
    if mine.erased_at or mine.merged_into_id or (mine.deletes_at is not None) != is_leaving:
        raise IllegalMove(mine, wanted)
    return mine
