"""A batch: approved withdrawals locked together, until the bank has answered for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet, Sum

from shared_apps.agenda.door import schedule
from shared_apps.commissions.models import Withdrawal
from shared_apps.commissions.redeeming import AT_ONCE
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..errors import BatchMovedOn, NothingToPay
from ..models import BatchLine, BatchStatus, FileForm, LineStatus, NumberSequence, PayoutBatch
from ..queries import payable, settings_of, today

SERIES = "batch"
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class BatchWish:
    """Which withdrawals go together. Without `chosen` all that are approved do.

    `key` comes with the form, so that sending it twice makes one batch.
    """

    key: UUID
    currency: str
    execute_on: date
    chosen: frozenset[UUID] | None = None


@transaction.atomic
def make_batch(wish: BatchWish, *, by: Actor) -> PayoutBatch:
    """Lock withdrawals into a new batch. What goes to account credit is paid at once by the agenda.

    Raises `NothingToPay`, `NotWhileActing`.
    """
    only_oneself(by)
    day, tenant = today(), current_tenant()
    # The sequence's row is the lock: of two who make a batch of the same withdrawals the second finds them taken.
    sequence = NumberSequence.locked(tenant.id, SERIES, day.year)
    known = PayoutBatch.objects.filter(tenant_id=tenant.id, uuid=wish.key).first()
    if known:
        return known
    taken = _take(wish)
    sums = taken.aggregate(gross=Sum("amount_minor"), withheld=Sum("withheld_minor"))
    batch = PayoutBatch.objects.create(
        uuid=wish.key,
        tenant_id=tenant.id,
        number=f"PO{day.year}-{sequence.take():04}",
        currency=wish.currency,
        execute_on=wish.execute_on,
        line_count=taken.count(),
        total_minor=sums["gross"] - sums["withheld"],
        withheld_minor=sums["withheld"],
        made_at=now(),
        made_by=by.label,
    )
    with connection.cursor() as cursor:
        of: dict[str, Any] = {"batch": batch.pk, "uuid": batch.uuid, "number": batch.number}
        cursor.execute(_WRITE_LINES, of | {"iban_file": _iban_file()})
    record(batch, "make batch", by=by, to_status=batch.status, lines=batch.line_count)
    if BatchLine.objects.filter(batch=batch, kind__in=AT_ONCE).exists():
        plan_credit(batch, 0, by)
    return batch


def plan_credit(batch: PayoutBatch, after: int, by: Actor) -> None:
    """Have the lines of a batch that go to account credit paid, from a position on."""
    payload = {"batch": str(batch.uuid), "after": after, "actor": [by.kind, by.key, by.label]}
    schedule("payouts.credit", payload, key=f"{batch.uuid}:{after}")


@transaction.atomic
def mark_sent(batch: PayoutBatch, *, form: str, by: Actor) -> None:
    """The file for the bank was taken out: who, in which form; the batch counts as sent from the first time on.

    Raises `BatchMovedOn` for a batch that is over.
    """
    only_oneself(by)
    kept = lock_batch(batch)
    if not kept.is_open:
        raise BatchMovedOn(kept.number)
    if kept.status == BatchStatus.LOCKED:
        kept.move(BatchStatus.SENT, by=by, sent_at=now())
    record(kept, "export batch", by=by, form=form)


@transaction.atomic
def release_line(line: BatchLine, *, reason: str, by: Actor) -> None:
    """Take a line out before the bank has paid it: its withdrawal may go into another batch.

    Raises `BatchMovedOn`.
    """
    only_oneself(by)
    batch = lock_batch(line.batch)
    if not _release(BatchLine.objects.filter(pk=line.pk), reason):
        raise BatchMovedOn(line.code)
    record(batch, "take out", by=by, reason=reason, line=line.code)
    close_when_done(batch, by=by)


@transaction.atomic
def cancel_batch(batch: PayoutBatch, *, by: Actor) -> None:
    """Give up a batch that no bank has seen: what waits in it is free again. Raises `BatchMovedOn`."""
    only_oneself(by)
    kept = lock_batch(batch)
    if kept.status != BatchStatus.LOCKED:
        raise BatchMovedOn(kept.number)
    _release(BatchLine.objects.filter(batch=kept), "")
    if BatchLine.objects.filter(batch=kept).exclude(status=LineStatus.RELEASED).exists():
        kept.move(BatchStatus.SETTLED, by=by, settled_at=now())
    else:
        kept.move(BatchStatus.CANCELLED, by=by)


def lock_batch(batch: PayoutBatch) -> PayoutBatch:
    """The batch as it is now. Whoever changes its lines takes turns here."""
    return PayoutBatch.objects.select_for_update().get(pk=batch.pk)


def close_when_done(batch: PayoutBatch, *, by: Actor) -> None:
    """Settle a locked-for-us batch in which nothing waits any more."""
    if batch.is_open and not BatchLine.objects.filter(batch=batch, status=LineStatus.WAITING).exists():
        batch.move(BatchStatus.SETTLED, by=by, settled_at=now())


def _iban_file() -> str:
    """The one file that lines to IBANs are in: a tenant without an account to name sends no pain.001."""
    settings = settings_of()
    return FileForm.XML if settings.sends_xml and settings.has_account else FileForm.CSV


def _take(wish: BatchWish) -> QuerySet[Withdrawal]:
    """Lock the wished withdrawals into the batch's name; those of them that were free. Raises `NothingToPay`."""
    wanted = payable().filter(currency=wish.currency)
    if wish.chosen is not None:
        wanted = wanted.filter(uuid__in=wish.chosen)
    keys = wanted.order_by("pk").values_list("pk", flat=True)[:MOST_LINES]
    free = Withdrawal.objects.filter(pk__in=list(keys), status="approved", batch_uuid=None)
    if not free.update(batch_uuid=wish.key):
        raise NothingToPay(wish.currency)
    return Withdrawal.objects.filter(tenant_id=current_tenant().id, batch_uuid=wish.key)


def _release(lines: QuerySet[BatchLine], reason: str) -> int:
    """Waiting lines leave their batch; how many."""
    waiting = list(
        lines.filter(status=LineStatus.WAITING).select_for_update().values_list("pk", "withdrawal_id")
    )
    Withdrawal.objects.filter(pk__in=[key for _pk, key in waiting]).update(batch_uuid=None)
    left = BatchLine.objects.filter(pk__in=[pk for pk, _key in waiting])
    return left.update(status=LineStatus.RELEASED, reason=reason[:500], settled_at=now())


_WRITE_LINES = """
INSERT INTO payouts_batchline (uuid, batch_id, withdrawal_id, position, code, kind, file, amount_minor,
                               withheld_minor, status, reference, reason)
SELECT gen_random_uuid(), %(batch)s, w.id, w.position,
       %(number)s || '-' || lpad(w.position::text, 5, '0'), m.kind,
       CASE m.kind WHEN 'iban' THEN %(iban_file)s WHEN 'card' THEN 'csv' ELSE '' END,
       w.amount_minor - w.withheld_minor, w.withheld_minor, 'waiting', '', ''
FROM (SELECT id, method_id, amount_minor, withheld_minor, row_number() OVER (ORDER BY id) AS position
      FROM commissions_withdrawal WHERE batch_uuid = %(uuid)s) w
JOIN commissions_payoutmethod m ON m.id = w.method_id
"""
