"""What became of lines of a batch: paid, or returned; for one line by hand and for hundreds at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from shared_apps.commissions.cards import ReferenceMissing
from shared_apps.commissions.redeeming import AT_ONCE
from shared_apps.commissions.verbs import Payment, Return, pay_withdrawals, return_withdrawals
from shared_apps.commissions.verbs.paying import clients_of
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now

from ..errors import BatchMovedOn
from ..models import BatchLine, LineStatus, PayoutBatch
from .batches import close_when_done, lock_batch, plan_credit, release_line

CHUNK = 500
_LONGEST = {"reference": 80, "reason": 500}


@transaction.atomic
def pay_line(line: BatchLine, *, reference: str, by: Actor) -> None:
    """Write down by hand that one line was paid, such as one to a card number.

    Raises `ReferenceMissing`, `OwnWithdrawal`, `BatchMovedOn`.
    """
    if not reference.strip():
        raise ReferenceMissing(line.code)
    if not settle_lines(line.batch, paid={line.pk: reference}, returned={}, by=by):
        raise BatchMovedOn(line.code)


@transaction.atomic
def return_line(line: BatchLine, *, reason: str, by: Actor) -> None:
    """Write down by hand that the bank returned a line. Raises `OwnWithdrawal`, `BatchMovedOn`."""
    if not reason.strip():
        raise ValueError("A return needs a reason.")
    if not settle_lines(line.batch, paid={}, returned={line.pk: reason}, by=by):
        raise BatchMovedOn(line.code)


@transaction.atomic
def settle_lines(
    batch: PayoutBatch, *, paid: Mapping[int, str], returned: Mapping[int, str], by: Actor
) -> set[int]:
    """Pay and return lines by their keys, with the bank's reference or reason each; which of them moved.

    Ledger, payouts, statements and mails go with it in one transaction. A line that has moved on is left alone.
    Raises `OwnWithdrawal` for a line of the person who does it.
    """
    only_oneself(by)
    kept = lock_batch(batch)
    moved = _pay(kept, paid, by) | _return(kept, returned, by)
    close_when_done(kept, by=by)
    return moved


@transaction.atomic
def pay_credit(batch: PayoutBatch, *, after: int, by: Actor) -> None:
    """Add the next lines of a batch that go to a balance to their clients' credit or portals' prepaid balances.

    Plans the rest. A line that cannot be paid so, because the person has no account or made the batch, is taken out.
    """
    waiting = BatchLine.objects.filter(
        batch=batch, kind__in=AT_ONCE, status=LineStatus.WAITING, position__gt=after
    )
    lines = list(waiting.select_related("withdrawal").order_by("position")[:CHUNK])
    clients = clients_of(line.withdrawal.person_uuid for line in lines)
    payable = [
        line
        for line in lines
        if line.withdrawal.person_uuid in clients and str(line.withdrawal.person_uuid) != by.key
    ]
    settle_lines(batch, paid={line.pk: line.code for line in payable}, returned={}, by=by)
    for line in lines:
        if line not in payable:
            release_line(line, reason="no client account", by=by)
    if len(lines) == CHUNK:
        plan_credit(batch, lines[-1].position, by)


def _pay(batch: PayoutBatch, paid: Mapping[int, str], by: Actor) -> set[int]:
    lines = _of(batch, paid, [LineStatus.WAITING])
    payments = [Payment(line.withdrawal, paid[line.pk]) for line in lines]
    payouts = pay_withdrawals(payments, batch_uuid=batch.uuid, by=by)
    return _note(lines, {one.withdrawal_id for one in payouts}, LineStatus.PAID, "reference", paid)


def _return(batch: PayoutBatch, returned: Mapping[int, str], by: Actor) -> set[int]:
    # A balance may be spent by now, and no bank returns it.
    lines = [
        line
        for line in _of(batch, returned, [LineStatus.WAITING, LineStatus.PAID])
        if line.kind not in AT_ONCE
    ]
    back = [Return(line.withdrawal, returned[line.pk]) for line in lines]
    given = return_withdrawals(back, batch_uuid=batch.uuid, by=by)
    return _note(lines, {one.pk for one in given}, LineStatus.RETURNED, "reason", returned)


def _of(batch: PayoutBatch, wanted: Mapping[int, str], statuses: Sequence[str]) -> list[BatchLine]:
    rows = BatchLine.objects.filter(batch=batch, pk__in=list(wanted), status__in=statuses)
    return list(rows.select_related("withdrawal__method").order_by("position"))


def _note(
    lines: Sequence[BatchLine], withdrawals: set[int], status: str, column: str, words: Mapping[int, str]
) -> set[int]:
    """Write on the lines of these withdrawals what became of them; their keys."""
    at, moved = now(), [line for line in lines if line.withdrawal_id in withdrawals]
    for line in moved:
        line.status, line.settled_at = status, at
        setattr(line, column, words[line.pk].strip()[: _LONGEST[column]])
    BatchLine.objects.bulk_update(moved, ["status", "settled_at", column], batch_size=500)
    return {line.pk for line in moved}
