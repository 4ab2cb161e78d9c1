"""Another package: at once and paid for to the last unit, or when the plan renews (REQUIREMENTS S5.20, S5.21)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.kernel.periods import Stretch
from shared_apps.kernel.proration import used
from shared_apps.settlement.door import BillCard, BillDraft, BillLineDraft, due_in, issue_bill, void_bill

from ..models import PlanChange, PlatformPeriod, PlatformPlan, PlatformSubscription
from ..packages import ChangeQuote, PackageRefused, Part, quote_change
from .renewing import PLAN, bill_next, drop_next, locked_plan, schedule_renewal

# So long a shown price holds.
SHOWN_FOR = timedelta(minutes=15)


class PriceDiffers(Exception):
    """What was shown is not what it costs now: the quote says what does."""

    def __init__(self, quote: ChangeQuote) -> None:
        super().__init__(str(quote.charge))
        self.quote = quote


@transaction.atomic
def change_plan(
    uuid: UUID | str,
    sku: str,
    period: str,
    *,
    shown: Money | None = None,
    at: datetime | None = None,
    by: Actor,
) -> PlanChange | None:
    """Ask for another package: the change with its bill, which makes it when it is paid; None where it is done
    already (on trial) or waits for the renewal.

    `shown` is the charge that somebody has confirmed, reckoned for the moment `at`. The same wish again is the same
    change; another one takes its place. Raises `PackageRefused`, `BillsFirst`, `PriceDiffers`.
    """
    plan = locked_plan(uuid)
    if plan.status not in {plan.Status.TRIAL, plan.Status.ACTIVE}:
        raise PackageRefused(plan.status)
    waiting = plan.changes.filter(status=PlanChange.Status.ASKED).first()
    if waiting and (waiting.sku, waiting.period) == (sku, period):
        return waiting
    quote = quote_change(plan, sku, period, _moment(at))
    if shown is not None and quote.is_now and quote.charge != shown:
        raise PriceDiffers(quote)
    if waiting:
        _give_up(waiting, by=by)
    if plan.is_on_trial:
        _become(plan, quote.package, period)
        record(plan, "change package", by=by, sku=sku, period=period)
        return None
    if not quote.is_now:
        _plan_ahead(plan, sku, period, by=by)
        return None
    return _ask(plan, quote, by=by)


@transaction.atomic
def keep_plan(uuid: UUID | str, *, by: Actor) -> bool:
    """Take back what is planned or waits for payment; whether there was anything."""
    plan = locked_plan(uuid)
    waiting = plan.changes.filter(status=PlanChange.Status.ASKED).first()
    if waiting:
        _give_up(waiting, by=by)
        return True
    if not plan.next_sku and not plan.next_period:
        return False
    _plan_ahead(plan, "", "", by=by)
    return True


def make_change(card: BillCard, *, by: Actor) -> bool:
    """The change's bill is paid: it is made. False for a bill of anything else."""
    change = PlanChange.objects.filter(uuid=card.cause_uuid).first()
    if change is None:
        return False
    plan = locked_plan(change.subscription.uuid)
    change.move(PlanChange.Status.MADE, by=by, bill_uuid=card.uuid)
    drop_next(plan, "The plan has changed.", by=by)
    for stretch in change.stretches:
        _put(plan, change, stretch, card)
    package = PlatformPlan.objects.get(sku=change.sku)
    _become(plan, package, change.period, renews_at=_renews(change, plan))
    record(plan, "change package", by=by, sku=change.sku, period=change.period, bill=card.number)
    schedule_renewal(plan)
    return True


def drop_change(card: BillCard, *, by: Actor) -> bool:
    """The change's bill is void: it is given up."""
    change = PlanChange.objects.filter(uuid=card.cause_uuid, status=PlanChange.Status.ASKED).first()
    if change is None:
        return False
    change.move(PlanChange.Status.DROPPED, by=by)
    return True


@transaction.atomic
def give_up_unpaid(change_uuid: UUID | str, *, by: Actor) -> bool:
    """Nobody paid for a change in time: its price no longer holds."""
    change = PlanChange.objects.filter(uuid=change_uuid, status=PlanChange.Status.ASKED).first()
    if change is None:
        return False
    _give_up(change, by=by, reason="Not paid in time.")
    return True


def _moment(at: datetime | None) -> datetime:
    """The moment that was shown, where it is not long ago and not to come; else this one."""
    this = now().replace(microsecond=0)
    return at if at and this - SHOWN_FOR <= at <= this else this


def _ask(plan: PlatformSubscription, quote: ChangeQuote, *, by: Actor) -> PlanChange:
    change = PlanChange.objects.create(
        subscription=plan,
        sku=quote.package.sku,
        period=quote.period,
        at=quote.at,
        currency=quote.full_price.currency,
        price_minor=quote.price.minor,
        credit_minor=quote.credit.minor,
        stretches=[_kept(part) for part in quote.parts],
    )
    record(change, "ask", by=by, to_status=change.status, minor=quote.charge.minor)
    card = issue_bill(_draft(plan, quote, change), by=by)
    PlanChange.objects.filter(pk=change.pk).update(bill_uuid=card.uuid)
    change.refresh_from_db()
    payload = {"change": str(change.uuid)}
    schedule_for(
        plan.tenant_id, "partner_store.drop_change", payload, key=str(change.uuid), due_at=card.due_at
    )
    return change


def _draft(plan: PlatformSubscription, quote: ChangeQuote, change: PlanChange) -> BillDraft:
    lines: list[BillLineDraft] = []
    for part in quote.parts:
        time = (part.begins, part.ends)
        lines.append(BillLineDraft(quote.package.kept_name, quote.package.sku, 1, part.price, time))
        if part.credit:
            lines.append(BillLineDraft(plan.name, plan.sku, 1, -part.credit, time))
    return BillDraft(plan.tenant_id, PLAN, change.currency, tuple(lines), change.uuid, due_in())


def _kept(part: Part) -> dict[str, object]:
    return {
        "begins": part.begins.isoformat(),
        "ends": part.ends.isoformat(),
        "whole_from": part.whole_from.isoformat(),
        "price": part.price.minor,
    }


def _put(plan: PlatformSubscription, change: PlanChange, stretch: dict[str, str], card: BillCard) -> None:
    """What was paid of this time ends where the new package begins; the bill paid for the rest."""
    begins, ends = (datetime.fromisoformat(stretch[name]) for name in ("begins", "ends"))
    for row in plan.periods.exclude(status=PlatformPeriod.Status.DROPPED).filter(ends_at__gt=begins):
        if row.begins_at >= begins:
            row.status = PlatformPeriod.Status.DROPPED
        else:
            row.price_minor = used(row.price, Stretch(row.begins_at, row.ends_at), begins).minor
            row.ends_at = begins
        row.save(update_fields=["status", "price_minor", "ends_at"])
    package = PlatformPlan.objects.get(sku=change.sku)
    PlatformPeriod.objects.create(
        subscription=plan,
        sku=package.sku,
        name=package.kept_name,
        seats=package.seats,
        period=change.period,
        begins_at=begins,
        ends_at=ends,
        price_minor=int(stretch["price"]),
        currency=change.currency,
        status=PlatformPeriod.Status.PAID,
        bill_uuid=card.uuid,
    )


def _renews(change: PlanChange, plan: PlatformSubscription) -> datetime:
    """The end of the stretch that runs now; time that was paid ahead begins there."""
    return datetime.fromisoformat(change.stretches[0]["ends"])


def _become(
    plan: PlatformSubscription, package: PlatformPlan, period: str, renews_at: datetime | None = None
) -> None:
    plan.sku, plan.name, plan.seats, plan.period = package.sku, package.kept_name, package.seats, period
    plan.next_sku, plan.next_period = "", ""
    if renews_at:
        plan.renews_at = renews_at
    plan.save(update_fields=["sku", "name", "seats", "period", "next_sku", "next_period", "renews_at"])


def _plan_ahead(plan: PlatformSubscription, sku: str, period: str, *, by: Actor) -> None:
    """What is billed already for the next period is void, and billed anew with what is chosen for it."""
    plan.next_sku, plan.next_period = sku, period
    plan.save(update_fields=["next_sku", "next_period"])
    record(plan, "plan ahead", by=by, sku=sku, period=period)
    if drop_next(plan, "The plan has changed.", by=by):
        bill_next(plan.uuid, by=by)


def _give_up(change: PlanChange, *, by: Actor, reason: str = "Another package was chosen.") -> None:
    if change.bill_uuid:
        void_bill(change.bill_uuid, reason, by)
