"""Approve many withdrawals at one decision; the agenda carries it out in parts."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from shared_apps.agenda.door import schedule
from shared_apps.commissions.cards import OwnWithdrawal, SameApprover
from shared_apps.commissions.models import Withdrawal, WithdrawalStatus
from shared_apps.commissions.verbs import approve_withdrawal
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.context import current_tenant

from ..models import BulkApproval, BulkApprovalItem, ItemStatus

CHUNK = 100
MOST = 20_000


@transaction.atomic
def begin_approval(withdrawals: QuerySet[Withdrawal], *, key: UUID, by: Actor) -> BulkApproval:
    """Decide to approve every requested one of `withdrawals`; the same `key` again is the same decision."""
    only_oneself(by)
    bulk, is_new = BulkApproval.objects.get_or_create(
        uuid=key,
        tenant_id=current_tenant().id,
        defaults={"at": now(), "total": 0, "actor_key": by.key, "actor_label": by.label},
    )
    if not is_new:
        return bulk
    wanted = withdrawals.filter(status=WithdrawalStatus.REQUESTED).order_by("pk")
    keys = list(wanted.values_list("pk", flat=True)[:MOST])
    items = [BulkApprovalItem(bulk=bulk, withdrawal_id=pk) for pk in keys]
    BulkApprovalItem.objects.bulk_create(items, batch_size=1000)
    bulk.total = len(keys)
    bulk.save(update_fields=["total"])
    record(bulk, "approve many", by=by, withdrawals=bulk.total)
    schedule("payouts.approve", {"bulk": str(bulk.uuid)}, key=f"{bulk.uuid}:0")
    return bulk


def approve_part(bulk: BulkApproval) -> None:
    """Approve the next withdrawals of a decision and plan the rest. In the caller's transaction."""
    waiting = bulk.items.filter(status=ItemStatus.WAITING).select_related("withdrawal__method").order_by("pk")
    part = list(waiting[:CHUNK])
    for item in part:
        item.status, item.note = _approve(item.withdrawal, bulk.actor)
    BulkApprovalItem.objects.bulk_update(part, ["status", "note"], batch_size=500)
    if len(part) == CHUNK:
        schedule("payouts.approve", {"bulk": str(bulk.uuid)}, key=f"{bulk.uuid}:{part[-1].pk}")


def _approve(withdrawal: Withdrawal, by: Actor) -> tuple[str, str]:
    """What came of it, and the rule that refused it."""
    try:
        with transaction.atomic():
            is_decided = approve_withdrawal(withdrawal, by=by)
    except (OwnWithdrawal, SameApprover, IllegalMove) as refused:
        return ItemStatus.REFUSED, type(refused).__name__
    return (ItemStatus.DONE if is_decided else ItemStatus.HALF), ""
