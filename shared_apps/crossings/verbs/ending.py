"""Crossings come to an end: by Stop, by those they concern, by time."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove

from ..cards import Status
from ..mails import tell_ended
from ..models import Crossing


def end(crossing: Crossing, *, by: Actor) -> None:
    """End an open crossing: its session opens nothing from the next request on. Raises `IllegalMove`."""
    with transaction.atomic():
        crossing.move(Status.ENDED, by=by, ended_at=now(), ended_by="" if by.is_system else by.label[:200])
        tell_ended(crossing)


def end_if_open(crossing: Crossing, *, by: Actor) -> None:
    """The same where somebody else may have been first."""
    try:
        end(crossing, by=by)
    except IllegalMove:
        return


def settle(crossing: Crossing, *, by: Actor) -> None:
    """Close what has run out: a session after its half hour, a request that nobody answered or used."""
    at = now()
    if crossing.status == Status.OPEN and crossing.ends_at is not None and crossing.ends_at <= at:
        end_if_open(crossing, by=by)
    elif crossing.status in (Status.ASKED, Status.READY) and crossing.usable_until <= at:
        crossing.move(Status.EXPIRED, by=by, token_hash="", token_until=None)


def call_off_by(person_uuid: UUID, *, by: Actor) -> None:
    """End every visit that a person makes: they were signed out everywhere."""
    with transaction.atomic():
        call_off(Crossing.objects.filter(from_person_uuid=person_uuid), by=by)


def call_off(crossings: QuerySet[Crossing], *, by: Actor) -> None:
    """End what is open and refuse what waits, because consent was taken back."""
    # Locked: one that opens at this moment is met as open, or does not open any more.
    unfinished = crossings.filter(status__in=[Status.ASKED, Status.READY, Status.OPEN])
    for crossing in unfinished.select_for_update(of=("self",)):
        if crossing.status == Status.OPEN:
            end_if_open(crossing, by=by)
        else:
            crossing.move(Status.REFUSED, by=by, answered_by=by.label[:200])
            record(crossing, "call off", by=by)
