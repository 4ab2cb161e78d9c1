"""The new reseller proposes its prices and a day; the client agrees to exactly that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from django.db import transaction

from shared_apps.agenda.door import schedule, schedule_for
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from ..errors import CutOverTooSoon, MoveRefused, TermsDiffer
from ..mails import mail_owners
from ..models import ClientMove
from ..models.move import LIFETIME
from .debt import refuse_debt

Status = ClientMove.Status
LATEST = timedelta(days=366)


@transaction.atomic
def propose(
    move: ClientMove, *, terms: Sequence[dict[str, Any]], cut_over_at: datetime, by: Actor
) -> ClientMove:
    """Tell the client at what prices its services would go on here, and from when.

    In the new reseller's tenant; again with other terms until the client has agreed. Raises `CutOverTooSoon`,
    `IllegalMove`, and `MoveRefused` where another reseller was asked.
    """
    move = ClientMove.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=move.pk)
    if move.to_tenant_id not in {None, current_tenant().id} or move.tenant_id == current_tenant().id:
        raise MoveRefused(str(move.uuid))
    if not now() < cut_over_at < now() + LATEST:
        raise CutOverTooSoon(cut_over_at.isoformat())
    if move.status == Status.PROPOSED:
        move.move(Status.OFFERED, by=by)
    move.move(
        Status.PROPOSED,
        by=by,
        to_tenant_id=current_tenant().id,
        terms=list(terms),
        cut_over_at=cut_over_at,
        expires_at=now() + LIFETIME,
    )
    token = token_of(move)
    schedule_for(
        move.tenant_id,
        "moves.expire",
        {"move": str(move.uuid)},
        key=f"{move.uuid}:{token}",
        due_at=move.expires_at,
    )
    schedule_for(move.tenant_id, "moves.tell_client", {"move": str(move.uuid)}, key=f"{move.uuid}:{token}")
    return move


@transaction.atomic
def agree(move: ClientMove, *, shown: str, by: Actor) -> ClientMove:
    """The client's consent to what it was `shown`; the former reseller is told (S5.17), and the day is set.

    Raises `TermsDiffer` where another proposal came meanwhile, `DebtFirst`, `IllegalMove`, `NotWhileActing`.
    """
    only_oneself(by)
    move = ClientMove.objects.select_for_update(of=("self",)).select_related("to_tenant").get(pk=move.pk)
    if move.status == Status.PROPOSED and shown != token_of(move):
        raise TermsDiffer(str(move.uuid))
    if move.status == Status.PROPOSED:
        refuse_debt(move.client_uuid, move, by=by)
    move.move(Status.AGREED, by=by, agreed_at=now(), agreed_by=by.label[:200])
    schedule(
        "moves.hand_over",
        {"move": str(move.uuid)},
        key=str(move.uuid),
        due_at=max(move.cut_over_at or now(), now()),
    )
    mail_owners(move.tenant_id, "move_agreed", move)
    mail_owners(cast(int, move.to_tenant_id), "move_agreed", move)
    return move


def token_of(move: ClientMove) -> str:
    """What stands for the terms that a page shows."""
    cut_over = move.cut_over_at.isoformat() if move.cut_over_at else ""
    said = json.dumps([move.terms, cut_over, move.to_tenant_id], sort_keys=True)
    return sha256(said.encode()).hexdigest()[:32]
