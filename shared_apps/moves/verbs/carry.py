"""The day of the move: packed and closed with the former reseller, written with the new one.

Two transactions, each of one tenant and `public`: what the first has packed lies sealed in the row until the second
has written it, so that a worker that dies between them loses nothing and writes nothing twice.
"""

from __future__ import annotations

import json
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from ..mails import mail_owners
from ..models import ClientMove

Status = ClientMove.Status


@transaction.atomic
def hand_over(move_uuid: str, *, by: Actor) -> str:
    """Pack what moves and close it here, in the former reseller's tenant; why it must wait, or nothing.

    It waits while a service is being set up, told something or paid for, and while something is overdue.
    """
    move = _locked(move_uuid, Status.AGREED)
    if move is None:
        return ""
    arguments = {"client_uuid": str(move.client_uuid), "leaves_debt": move.debt_waived_at is not None}
    answer = _run("orders.hand_over", move, arguments, by=by)
    if answer.get("waits"):
        return str(answer["waits"])
    move.keep_pack(json.dumps(answer["pack"]))
    move.move(Status.MOVING, by=by, pack=move.pack)
    schedule_for(
        cast(int, move.to_tenant_id), "moves.take_over", {"move": str(move.uuid)}, key=str(move.uuid)
    )
    return ""


@transaction.atomic
def take_over(move_uuid: str, *, by: Actor) -> UUID | None:
    """Write the client and its services here, in the new reseller's tenant; the client's uuid, once."""
    move = _locked(move_uuid, Status.MOVING)
    if move is None:
        return None
    arguments = {"move_uuid": str(move.uuid), "pack": json.loads(move.open_pack()), "terms": move.terms}
    client_uuid = UUID(_run("orders.take_over", move, arguments, by=by)["client_uuid"])
    move.move(Status.DONE, by=by, done_at=now(), new_client_uuid=client_uuid, pack="")
    for tenant_id in (move.tenant_id, cast(int, move.to_tenant_id)):
        mail_owners(tenant_id, "move_done", move)
    return client_uuid


def _locked(move_uuid: str, status: str) -> ClientMove | None:
    rows = ClientMove.objects.select_for_update(of=("self",)).select_related("tenant", "to_tenant")
    return rows.filter(uuid=move_uuid, status=status).first()


def _run(name: str, move: ClientMove, arguments: dict[str, Any], *, by: Actor) -> dict[str, Any]:
    reason = f"The client agreed to move ({move.uuid})."
    return run(name, current_tenant(), by=by, reason=reason, arguments=arguments)
