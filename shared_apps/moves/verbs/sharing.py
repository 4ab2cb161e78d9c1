"""What of the margin on a moved client's invoices is the former reseller's for a while.

The new one owes it to the operator with its wholesale, the operator to the former one: both settle as they always do.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft

from ..models import ClientMove, MoveShare


@transaction.atomic
def set_share(move: ClientMove, *, share_bp: int, months: int, by: Actor) -> None:
    """What the operator has agreed with both: counts for what is booked from now on."""
    ClientMove.objects.filter(pk=move.pk).update(share_bp=share_bp, share_months=months)
    record(move, "set share", by=by, share_bp=share_bp, months=months)


@transaction.atomic
def book_share(move_uuid: UUID, invoice_uuid: UUID, invoice_number: str, margin: Money) -> Money | None:
    """Bring the share in an invoice of the current reseller to what its `margin` on moved services is by now.

    Called after each sale and each refund of it: the same margin again books nothing. What was booked, or None.
    """
    move = ClientMove.objects.get(uuid=move_uuid)
    share, _ = MoveShare.objects.get_or_create(
        move=move,
        invoice_uuid=invoice_uuid,
        defaults={
            "invoice_number": invoice_number,
            "currency": margin.currency,
            "share_bp": move.share_bp,
        },
    )
    share = MoveShare.objects.select_for_update().get(pk=share.pk)
    due = max(margin, Money.zero(margin.currency)).share(share.share_bp)
    more = due - share.amount
    if not more:
        return None
    share.minor, share.steps = due.minor, share.steps + 1
    share.save(update_fields=["minor", "steps"])
    key = f"move-share:{invoice_uuid}:{share.steps}"
    _post(key, move, more)
    payload = {"move": str(move.uuid), "minor": more.minor, "currency": more.currency, "key": key}
    schedule_for(move.tenant_id, "moves.credit_former", payload, key=key)
    return more


@transaction.atomic
def credit_former(move_uuid: str, amount: Money, key: str) -> None:
    """The other side of a share, in the former reseller's tenant."""
    _post(key, ClientMove.objects.get(uuid=move_uuid), -amount)


def _post(key: str, move: ClientMove, amount: Money) -> None:
    ledger.post(
        key,
        kind=EntryKind.MOVE_SHARE,
        reference=str(move.uuid),
        memo=move.client_name[:200],
        legs=[
            LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), -amount),
            LegDraft(AccountName(AccountKind.RESELLER_MARGIN), amount),
        ],
    )
