"""Extra services in force: activated by a payment, renewed by bills, ended (REQUIREMENTS S4.22–S4.24)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import override

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now, this_second
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.kernel.periods import period_end
from shared_apps.settlement.door import (
    BillCard,
    BillDraft,
    BillLineDraft,
    issue_bill,
    void_bill,
    when_paid,
    when_voided,
)
from shared_apps.settlement.errors import BillNotOpen

from ..models import ExtraService, Grant, RequestLine, ServiceRequest, Work
from ..request_mails import tell, tell_of_extra, tell_reviewers
from .requests import BILL_KIND, locked

# Days before the end of a period at which its renewal is billed, and after it while that bill may be paid.
RENEW_BEFORE, GRACE = timedelta(days=7), timedelta(days=7)
Status = ServiceRequest.Status


class WorkDone(Exception):
    """The work was done before, or there is none."""


@when_paid(BILL_KIND)
def follow_payment(bill: BillCard, by: Actor) -> None:
    """A bill for extra services is paid: they become active, or go on for another period."""
    request = ServiceRequest.objects.filter(uuid=bill.cause_uuid).first()
    if request is not None:
        activate(request, bill, by=by)
        return
    extra = _renewed_by(bill)
    if extra is not None and extra.is_active:
        _prolong(extra, by=by)


@when_voided(BILL_KIND)
def follow_void(bill: BillCard, by: Actor) -> None:
    """The operator took the bill back: what it was for is not to come, or ends with its period."""
    request = ServiceRequest.objects.filter(uuid=bill.cause_uuid, status=Status.APPROVED).first()
    if request is not None:
        request.move(Status.WITHDRAWN, by=by, reason=bill.number, changed_at=now())
    ExtraService.objects.filter(bill_uuid=bill.uuid).update(bill_uuid=None)


@transaction.atomic
def activate(request: ServiceRequest, bill: BillCard, *, by: Actor) -> list[ExtraService]:
    """Everything approved is usable from now on; nothing where it is so already (S4.23)."""
    request = locked(request)
    if request.status != Status.APPROVED:
        return []
    request.move(Status.ACTIVE, by=by, changed_at=now())
    approved = request.lines.filter(decision=RequestLine.Decision.APPROVED).select_related("item")
    extras = [_begin(request, line, by) for line in approved]
    tell(request, "request_active", bill=bill.number)
    if any(extra.work == Work.WAITING for extra in extras):
        tell_reviewers(request, "extra_work_waiting")
    return extras


@transaction.atomic
def renew(extra_uuid: str, until: datetime, *, by: Actor) -> bool:
    """Bill the next period; nothing where it ends, is billed or has moved on. What costs nothing just goes on."""
    extra = _held(extra_uuid)
    if not (extra.is_active and extra.paid_until == until) or extra.ends_with_period or extra.bill_uuid:
        return False
    if not extra.price:
        _prolong(extra, by=by)
        return True
    unit = Money(extra.unit_minor, extra.currency)
    with override(extra.tenant.default_language):
        name = str(extra)
    line = BillLineDraft(name, extra.sku, extra.quantity, unit, _next_period(extra))
    due_at = max(until, now() + RENEW_BEFORE)
    draft = BillDraft(extra.tenant_id, BILL_KIND, extra.currency, (line,), uuid4(), due_at)
    extra.bill_uuid = issue_bill(draft, by=by).uuid
    extra.save(update_fields=["bill_uuid"])
    record(extra, "bill", by=by)
    return True


@transaction.atomic
def end_unpaid(extra_uuid: str, until: datetime, *, by: Actor) -> bool:
    """The period is over and nothing is paid for the next one. False where it goes on."""
    extra = ExtraService.objects.get(uuid=extra_uuid)
    if not _is_over(extra, until) or not _void(extra, by=by):
        return False
    extra = _held(extra_uuid)
    if not _is_over(extra, until):
        return False
    reason = "" if extra.ends_with_period else "Not paid."
    extra.move(ExtraService.Status.ENDED, by=by, reason=reason, ended_at=now())
    tell_of_extra(extra, "extra_ended", key="ended", unpaid=bool(reason))
    return True


@transaction.atomic
def cancel(extra: ExtraService, *, by: Actor) -> None:
    """Let it end with the period that is paid; a bill for the next one is void. Raises `IllegalMove`."""
    if not _void(extra, by=by):
        # Its renewal was paid a moment ago: that period is the last one.
        extra.refresh_from_db()
    extra = _recurring(extra)
    extra.ends_with_period = True
    extra.save(update_fields=["ends_with_period"])
    record(extra, "cancel", by=by)
    tell_of_extra(extra, "extra_cancelled", key=str(now().timestamp()))


@transaction.atomic
def keep(extra: ExtraService, *, by: Actor) -> None:
    """Let it go on after all. Raises `IllegalMove` once it has ended."""
    extra = _recurring(extra)
    extra.ends_with_period = False
    extra.save(update_fields=["ends_with_period"])
    record(extra, "keep", by=by)
    _schedule(extra, again=f":{now().timestamp()}")


@transaction.atomic
def finish_work(extra: ExtraService, *, note: str, by: Actor) -> None:
    """Our team has done what was bought; the reseller is told. Raises `WorkDone`."""
    extra = _held(str(extra.uuid))
    if extra.work != Work.WAITING:
        raise WorkDone(extra.sku)
    extra.work, extra.work_note = Work.DONE, note
    extra.save(update_fields=["work", "work_note"])
    record(extra, "finish work", by=by, reason=note)
    ServiceRequest.objects.filter(pk=extra.line.request_id).update(changed_at=now())
    tell_of_extra(extra, "extra_work_done", key="done")


def _begin(request: ServiceRequest, line: RequestLine, by: Actor) -> ExtraService:
    at = this_second()
    extra = ExtraService(
        tenant=request.tenant,
        item=line.item,
        line=line,
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        unit_minor=line.unit_minor,
        currency=line.currency,
        period=line.period,
        grant=line.item.grant,
        grant_amount=line.item.grant_amount,
        starts_at=at,
        work=Work.WAITING if line.item.grant == Grant.WORK else Work.NONE,
    )
    if extra.is_recurring:
        extra.paid_until = _until(extra, 1)
    extra.save()
    record(extra, "activate", by=by, to_status=extra.status)
    _schedule(extra)
    return extra


def _prolong(extra: ExtraService, *, by: Actor) -> None:
    _begins, ends = _next_period(extra)
    extra.paid_until, extra.periods_paid, extra.bill_uuid = ends, extra.periods_paid + 1, None
    extra.save(update_fields=["paid_until", "periods_paid", "bill_uuid"])
    record(extra, "renew", by=by)
    _schedule(extra)


def _is_over(extra: ExtraService, until: datetime) -> bool:
    is_due = extra.ends_with_period or now() >= until + GRACE
    return extra.is_active and extra.paid_until == until and is_due


def _void(extra: ExtraService, *, by: Actor) -> bool:
    """Take back the open bill for the next period, before its row is locked as a payment would; False: it is paid."""
    if extra.bill_uuid:
        try:
            void_bill(extra.bill_uuid, str(extra), by=by)
        except BillNotOpen:
            return False
    return True


def _schedule(extra: ExtraService, again: str = "") -> None:
    """The next bill, the end of what is paid, and the end of the days after it. Each looks whether it still holds."""
    if extra.paid_until is None:
        return
    until = extra.paid_until
    payload = {"extra": str(extra.uuid), "until": until.isoformat()}
    key = f"{extra.uuid}:{until.isoformat()}{again}"
    schedule_for(extra.tenant_id, "partner_store.renew_extra", payload, key=key, due_at=until - RENEW_BEFORE)
    for due_at in (until, until + GRACE):
        each = f"{key}:{due_at.isoformat()}"
        schedule_for(extra.tenant_id, "partner_store.end_extra", payload, key=each, due_at=due_at)


def _next_period(extra: ExtraService) -> tuple[datetime, datetime]:
    return _until(extra, extra.periods_paid), _until(extra, extra.periods_paid + 1)


def _until(extra: ExtraService, count: int) -> datetime:
    return period_end(extra.starts_at, extra.period, count, ZoneInfo(extra.tenant.time_zone))


def _held(uuid: str) -> ExtraService:
    rows = ExtraService.objects.select_for_update(of=("self",)).select_related("tenant", "line")
    return rows.get(uuid=uuid)


def _recurring(extra: ExtraService) -> ExtraService:
    held = _held(str(extra.uuid))
    if not (held.is_active and held.is_recurring):
        raise IllegalMove(extra, ExtraService.Status.ENDED)
    return held


def _renewed_by(bill: BillCard) -> ExtraService | None:
    rows = ExtraService.objects.select_for_update(of=("self",)).select_related("tenant")
    return rows.filter(bill_uuid=bill.uuid).first()
