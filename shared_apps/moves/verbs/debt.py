"""Who owes the former reseller what is overdue does not move: as with telephone numbers, domains and shops of hosting.

The debt is the former reseller's: nothing of it is voided or taken along. The operator may let a client go all the
same, with a reason.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.crossings.registry import command_named
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove

from ..errors import DebtFirst
from ..models import ClientMove


def overdue_of(client_uuid: UUID, *, by: Actor) -> list[str]:
    """The numbers of a client's overdue invoices, in the former reseller's tenant."""
    found = command_named("orders.overdue_before_move")(by=by, client_uuid=str(client_uuid))
    return list(found["numbers"])


def refuse_debt(client_uuid: UUID, move: ClientMove | None = None, *, by: Actor) -> None:
    """Raises `DebtFirst` while invoices are overdue, unless the operator has waived that for this move."""
    if move and move.debt_waived_at:
        return
    if numbers := overdue_of(client_uuid, by=by):
        raise DebtFirst(numbers)


@transaction.atomic
def waive_debt(move: ClientMove, *, reason: str, by: Actor) -> None:
    """The operator lets the client go: what is overdue stays to be paid at the former reseller.

    Raises `IllegalMove` once it has moved or is over.
    """
    held = ClientMove.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if not held.can_be_withdrawn:
        raise IllegalMove(held, held.status)
    if held.debt_waived_at is None:
        ClientMove.objects.filter(pk=held.pk).update(debt_waived_at=now())
        record(held, "waive debt", by=by, reason=reason)
