"""Ask to act for somebody, and answer such a request (REQUIREMENTS S5.36; DESIGN, "Crossings")."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..cards import ANSWER_WITHIN, TOKEN_SECONDS, Consent, ConsentRefused, NotReady, Status, Wish
from ..history import note_here
from ..mails import tell_answered, tell_asked
from ..models import Crossing


def ask(wish: Wish, *, consent: str, by: Actor) -> Crossing:
    """A crossing that may begin at once, or waits for an answer where the other side wants to be asked.

    The caller has checked the permission and that `wish.target` is an active person of a live tenant. Raises
    `ConsentRefused`, and `NotWhileActing`: crossings do not nest.
    """
    only_oneself(by)
    if consent == Consent.NEVER:
        raise ConsentRefused(wish.target.label)
    waits = consent == Consent.ASK
    at = now()
    usable_until = at + (ANSWER_WITHIN if waits else timedelta(seconds=TOKEN_SECONDS))
    with transaction.atomic():
        crossing = _create(wish, Status.ASKED if waits else Status.READY, at, usable_until)
        record(crossing, "ask", by=by, to_status=crossing.status, reason=wish.reason)
        note_here(crossing, "ask", by=by, reason=wish.reason)
        settle_at(crossing, usable_until)
        if waits:
            tell_asked(crossing)
    return crossing


def answer(crossing: Crossing, *, is_allowed: bool, by: Actor) -> None:
    """Allow or refuse once. Raises `NotReady` when it is too late, `IllegalMove`, `NotWhileActing`."""
    only_oneself(by)
    if crossing.usable_until <= now():
        raise NotReady(str(crossing.uuid))
    with transaction.atomic():
        if is_allowed:
            until = now() + ANSWER_WITHIN
            crossing.move(Status.READY, by=by, answered_by=by.label, usable_until=until)
            settle_at(crossing, until)
        else:
            crossing.move(Status.REFUSED, by=by, answered_by=by.label)
        note_here(crossing, "allow" if is_allowed else "refuse", by=by)
        tell_answered(crossing, is_allowed=is_allowed)


def settle_at(crossing: Crossing, at: datetime) -> None:
    """Look at the crossing again when its time is over."""
    key = f"crossing:{crossing.uuid}:{at.isoformat()}"
    payload = {"crossing": str(crossing.uuid)}
    schedule_for(crossing.to_tenant_id, "crossings.settle", payload, key=key, due_at=at)


def _create(wish: Wish, status: str, at: datetime, usable_until: datetime) -> Crossing:
    return Crossing.objects.create(
        kind=wish.kind,
        mode=wish.mode,
        status=status,
        reason=wish.reason,
        ticket=wish.ticket,
        from_tenant_id=wish.source.tenant.id,
        to_tenant_id=wish.target.tenant.id,
        from_person_uuid=wish.source.person_uuid,
        from_person_label=wish.source.label[:200],
        to_person_uuid=wish.target.person_uuid,
        to_person_label=wish.target.label[:200],
        client_uuid=wish.client_uuid,
        return_path=wish.return_path[:500],
        asked_at=at,
        usable_until=usable_until,
    )
