"""A reseller's plan renews: billed ahead, begun, stopped where nobody pays, back when somebody does (S5.40)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from shared_apps.agenda.door import schedule_for, wake
from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.kernel.periods import period_end
from shared_apps.settlement.door import (
    BillCard,
    BillDraft,
    BillLineDraft,
    bill_card,
    due_in,
    issue_bill,
    void_bill,
)
from shared_apps.settlement.links import open_url
from shared_apps.settlement.mails import mail_owner as mail_bill_owner
from shared_apps.settlement.models import Bill
from shared_apps.settlement.queries import operator_id, policy
from shared_apps.settlement.verbs.transfers import take_turns
from tenants.models import Tenant

from ..mails import Owner
from ..models import PlanChange, PlatformPeriod, PlatformPlan, PlatformSubscription
from ..packages import price_of

Status = PlatformSubscription.Status
PLAN = "plan"
_UNPAID = "A bill is not paid."


def locked_plan(uuid: UUID | str) -> PlatformSubscription:
    """The plan, held until the transaction ends. Payments of the reseller take turns with it: theirs is first."""
    rows = PlatformSubscription.objects.select_related("tenant")
    take_turns(rows.get(uuid=uuid).tenant)
    return rows.select_for_update(of=("self",)).get(uuid=uuid)


def begin_paid_time(plan: PlatformSubscription, at: datetime, *, by: Actor) -> PlatformPeriod:
    """The first paid period begins now, after a trial: it is billed, and what renews is scheduled."""
    row = _bill(plan, at, due_at=due_in(), by=by)
    plan.renews_at = row.ends_at
    plan.save(update_fields=["renews_at"])
    schedule_renewal(plan)
    return row


@transaction.atomic
def bill_next(uuid: UUID | str, *, by: Actor) -> PlatformPeriod | None:
    """Bill the period after the one that runs: ahead of time by the agenda, or early by wish.

    Once for each period. None for a plan that does not renew.
    """
    plan = locked_plan(uuid)
    if plan.status != Status.ACTIVE or plan.renews_at is None:
        return None
    due_at = max(plan.renews_at, now() + timedelta(days=1))
    return _bill(plan, plan.renews_at, due_at=due_at, by=by)


@transaction.atomic
def renew_plan(uuid: UUID | str, renews_at: datetime, *, by: Actor) -> bool:
    """A period is over: the next one begins, with the package that was chosen for it. False where it had."""
    plan = locked_plan(uuid)
    if plan.status != Status.ACTIVE or plan.renews_at != renews_at or renews_at > now():
        return False
    _drop_waiting(plan, by=by)
    row = _running(plan, renews_at) or _bill(plan, renews_at, due_at=now() + timedelta(days=1), by=by)
    _become(plan, row)
    record(plan, "renew", by=by, sku=row.sku, until=row.ends_at.isoformat())
    schedule_renewal(plan)
    return True


@transaction.atomic
def stop_unpaid(uuid: UUID | str, bill_uuid: UUID | str, *, owners: Sequence[Owner], by: Actor) -> bool:
    """The grace is over and the bill still open: the plan stops, and the portal with it. In the reseller's tenant."""
    plan = locked_plan(uuid)
    card = bill_card(UUID(str(bill_uuid)))
    if plan.status != Status.ACTIVE or not card.is_open:
        return False
    url = open_url(Bill.objects.select_related("tenant").get(uuid=card.uuid))
    for owner in owners:
        mail_bill_owner(plan.tenant_id, owner, _told(card, url))
    plan.move(Status.SUSPENDED, by=by, reason=_UNPAID, stops_unpaid=True)
    if plan.tenant.status == Tenant.Status.LIVE:
        # Written down in the reseller too, while it can be entered.
        run("portal.suspend", plan.tenant.record, by=by, reason=_UNPAID, arguments={})
        plan.tenant.move(Tenant.Status.SUSPENDED, by=by, reason=_UNPAID)
    return True


def take_payment(card: BillCard, *, by: Actor) -> bool:
    """A period's bill is paid; a plan that stopped for it comes back, unless another one is late too."""
    row = PlatformPeriod.objects.filter(bill_uuid=card.uuid).first()
    if row is None:
        return False
    PlatformPeriod.objects.filter(pk=row.pk).update(status=PlatformPeriod.Status.PAID)
    plan = PlatformSubscription.objects.select_related("tenant").get(pk=row.subscription_id)
    record(plan, "pay period", by=by, bill=card.number, until=row.ends_at.isoformat())
    _drop_waiting(plan, by=by)
    _resume(plan, "The bill is paid.", by=by)
    return True


def drop_period(card: BillCard, *, by: Actor) -> bool:
    """A period's bill is void: the period is billed anew when it is due.

    A plan that stopped for it comes back by a task, which takes its turn with payments of other bills.
    """
    rows = PlatformPeriod.objects.filter(bill_uuid=card.uuid, status=PlatformPeriod.Status.BILLED)
    row = rows.select_related("subscription").first()
    if row is None or not rows.update(status=PlatformPeriod.Status.DROPPED):
        return False
    payload = {"subscription": str(row.subscription.uuid)}
    schedule_for(operator_id(), "partner_store.resume_plan", payload, key=str(card.uuid))
    return True


@transaction.atomic
def resume_plan(uuid: UUID | str, *, by: Actor) -> bool:
    """The bill for which a plan may have stopped is void; whether it comes back. In the operator's tenant."""
    return _resume(locked_plan(uuid), "The bill is void.", by=by)


def drop_next(plan: PlatformSubscription, reason: str, *, by: Actor) -> bool:
    """Void what was billed for time that has not begun, because the plan changes; whether there was any."""
    ahead = plan.periods.filter(status=PlatformPeriod.Status.BILLED, begins_at__gt=now())
    bills = [row.bill_uuid for row in ahead if row.bill_uuid]
    for bill in bills:
        void_bill(bill, reason, by)
    return bool(bills)


def _drop_waiting(plan: PlatformSubscription, *, by: Actor) -> None:
    """A change that waits for its payment was reckoned on other paid time than there is now: its bill is void."""
    waiting = plan.changes.filter(status=PlanChange.Status.ASKED).first()
    if waiting and waiting.bill_uuid:
        void_bill(waiting.bill_uuid, "The plan has changed.", by)


def schedule_renewal(plan: PlatformSubscription) -> None:
    """The bill ahead and the beginning of the next period; entries of another time do nothing."""
    if plan.renews_at is None:
        return
    key = f"{plan.uuid}:{plan.renews_at.isoformat()}"
    payload = {"subscription": str(plan.uuid), "renews_at": plan.renews_at.isoformat()}
    ahead = plan.renews_at - timedelta(days=policy().renew_days)
    schedule_for(plan.tenant_id, "partner_store.bill_plan", payload, key=key, due_at=ahead)
    schedule_for(plan.tenant_id, "partner_store.renew_plan", payload, key=key, due_at=plan.renews_at)


def _bill(plan: PlatformSubscription, begins: datetime, *, due_at: datetime, by: Actor) -> PlatformPeriod:
    known = _running(plan, begins)
    if known:
        return known
    package = PlatformPlan.objects.prefetch_related("prices").filter(sku=plan.next_sku or plan.sku).first()
    period = plan.next_period or plan.period
    price = (price_of(package, period, plan.tenant) if package else None) or Money.zero(plan.tenant.currency)
    row = PlatformPeriod.objects.create(
        subscription=plan,
        sku=package.sku if package else plan.sku,
        name=package.kept_name if package else plan.name,
        seats=package.seats if package and plan.next_sku else plan.seats,
        period=period,
        begins_at=begins,
        ends_at=period_end(begins, period, 1),
        price_minor=price.minor,
        currency=price.currency,
        status=PlatformPeriod.Status.BILLED if price else PlatformPeriod.Status.PAID,
    )
    if price:
        _issue(plan, row, due_at=due_at, by=by)
    return row


def _issue(plan: PlatformSubscription, row: PlatformPeriod, *, due_at: datetime, by: Actor) -> None:
    line = BillLineDraft(row.name, row.sku, 1, row.price, (row.begins_at, row.ends_at))
    # A period that was given up and is billed anew is another cause: the row's own key says so.
    cause = uuid5(plan.uuid, f"period:{row.pk}")
    card = issue_bill(BillDraft(plan.tenant_id, PLAN, row.currency, (line,), cause, due_at), by=by)
    row.bill_uuid = card.uuid
    row.save(update_fields=["bill_uuid"])
    if card.is_paid:
        take_payment(card, by=by)
    stop_at = due_at + timedelta(days=policy().grace_days)
    payload = {"subscription": str(plan.uuid), "bill": str(card.uuid)}
    schedule_for(plan.tenant_id, "partner_store.stop_unpaid", payload, key=str(card.uuid), due_at=stop_at)


def _running(plan: PlatformSubscription, begins: datetime) -> PlatformPeriod | None:
    rows = plan.periods.exclude(status=PlatformPeriod.Status.DROPPED)
    found: PlatformPeriod | None = rows.filter(begins_at=begins).first()
    return found


def _become(plan: PlatformSubscription, row: PlatformPeriod) -> None:
    wanted = (plan.next_sku or plan.sku, plan.next_period or plan.period)
    if (row.sku, row.period) == wanted:
        plan.next_sku, plan.next_period = "", ""
    # Else this time was paid before something else was chosen: that waits until the paid time is over.
    plan.sku, plan.name, plan.seats, plan.period = row.sku, row.name, row.seats, row.period
    plan.renews_at = row.ends_at
    plan.save(update_fields=["sku", "name", "seats", "period", "renews_at", "next_sku", "next_period"])


def _is_late(plan: PlatformSubscription) -> bool:
    """Whether another bill of a period is past its grace."""
    open_bills = plan.periods.filter(status=PlatformPeriod.Status.BILLED).exclude(bill_uuid=None)
    grace = timedelta(days=policy().grace_days)
    cards = [bill_card(row.bill_uuid) for row in open_bills if row.bill_uuid]
    return any(card.is_open and card.due_at + grace <= now() for card in cards)


def _resume(plan: PlatformSubscription, reason: str, *, by: Actor) -> bool:
    """Back, where it stopped for want of payment and nothing else is late."""
    if plan.status != Status.SUSPENDED or not plan.stops_unpaid or _is_late(plan):
        return False
    _come_back(plan, reason, by=by)
    return True


def _come_back(plan: PlatformSubscription, reason: str, *, by: Actor) -> None:
    plan.move(Status.ACTIVE, by=by, reason=reason, stops_unpaid=False)
    if plan.renews_at and plan.renews_at <= now():
        # Nobody pays for the time in which nothing worked.
        begin_paid_time(plan, now().replace(microsecond=0), by=by)
    if plan.tenant.status == Tenant.Status.SUSPENDED:
        plan.tenant.move(Tenant.Status.LIVE, by=by, reason=reason)
        wake(plan.tenant_id)
        payload = {"subscription": str(plan.uuid), "reason": reason}
        key = f"{plan.uuid}:{now().isoformat()}"
        schedule_for(plan.tenant_id, "partner_store.tell_resumed", payload, key=key)


def _told(card: BillCard, url: str) -> dict[str, Any]:
    total = {"minor": card.total.minor, "currency": card.total.currency}
    facts = {"number": card.number, "total": total, "due_at": card.due_at.isoformat(), "url": url}
    return {"template": "bill_unpaid", "key": str(card.uuid), "context": facts}
