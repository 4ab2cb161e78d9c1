"""A service starts, on trial or paid, and goes on from period to period."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now, this_second
from shared_apps.kernel.history import record
from shared_apps.kernel.periods import ANNIVERSARY, Stretch, first_stretch, next_stretch
from shared_apps.trials.door import TrialStatus

from .. import terms
from ..announcements import announce_service
from ..facts import tell_service
from ..models import Invoice, InvoiceLine, PaidPeriod, Service
from ..taxes_paid import tax_paid
from ..trial_rows import tell_begun, tell_outcome
from .instruct import instruct

_PAID_FIELDS = ["paid_from", "periods_paid", "paid_until", "past_due_at", "renews_at", "cancels_at"]
_PAID = [Invoice.Status.PAID, Invoice.Status.REFUNDED]
# Days before a trial's end on which the client is reminded.
REMINDERS = (7, 3, 1)


def activate(service: Service, *, by: Actor, **set_up: Any) -> None:
    """The service is set up: begin its trial or its first paid period, under the caller's lock."""
    if service.is_trial_first:
        _begin_trial(service, by=by, **set_up)
    else:
        _begin_paid(service, invoice_uuid=_paid_by(service), by=by, **set_up)


@transaction.atomic
def pay_period(service: Service, *, invoice_uuid: UUID | None = None, by: Actor) -> bool:
    """One more period is paid: a trial or a suspended service becomes active, an active one runs longer.

    False for a service that has ended.
    """
    service = Service.objects.select_for_update().get(pk=service.pk)
    if service.status == Service.Status.ENDED:
        return False
    if service.status == Service.Status.PENDING:
        # Paid before it was set up: it then starts without a trial.
        Service.objects.filter(pk=service.pk).update(is_trial_first=False)
    elif service.status == Service.Status.ACTIVE or service.has_time_left or _keeps_its_dates(service):
        prolong(service, invoice_uuid, by=by)
        _renew_name(service)
    else:
        was_suspended = service.status == Service.Status.SUSPENDED
        _begin_paid(service, invoice_uuid=invoice_uuid, share=_share(service, invoice_uuid), by=by)
        if was_suspended:
            instruct(service, "resume")
            _renew_name(service)
    return True


def _paid_by(service: Service) -> UUID | None:
    """The invoice that has paid for a service which is now set up; None where it cost nothing."""
    paid = InvoiceLine.objects.filter(service=service, invoice__status__in=_PAID).order_by("-pk")
    return paid.values_list("invoice__uuid", flat=True).first()


def _renew_name(service: Service) -> None:
    """A domain name is paid to its registry for as long as its service is paid."""
    if service.provisioner == "registrar":
        instruct(service, "renew")


def suspend(service: Service, *, reason: str, by: Actor) -> None:
    """Stop a service until it is paid. In the caller's transaction, under its lock."""
    service.move(Service.Status.SUSPENDED, by=by, reason=reason)
    tell_service(service)
    if not service.periods_paid:
        tell_outcome(service, TrialStatus.SUSPENDED)
    instruct(service, "suspend")
    announce_service("service_suspended", service, key=f"{service.periods_paid}")


def end(service: Service, *, reason: str, by: Actor) -> None:
    """End a service for good, with all that belongs to it, in the caller's transaction; one that has ended stays so."""
    if service.status != Service.Status.ENDED:
        service.move(Service.Status.ENDED, by=by, reason=reason, renews_at=None, past_due_at=None)
        tell_service(service, reason=reason)
        if not service.periods_paid:
            tell_outcome(service, TrialStatus.ENDED)
        instruct(service, "terminate")


def schedule_trial_end(service: Service) -> None:
    """Have the end of the trial looked at, and be told of before: entries from before an extension do nothing."""
    ends_at = cast(datetime, service.trial_ends_at)
    key, named = f"{service.uuid}:{service.trial_total_days}", {"service_uuid": str(service.uuid)}
    schedule("orders.end_trial", named, key=key, due_at=ends_at)
    for days in REMINDERS:
        due_at = ends_at - timedelta(days=days)
        if due_at > now():
            payload = {**named, "ends_at": ends_at.isoformat(), "days": days}
            schedule("orders.remind_of_trial", payload, key=f"{key}:{days}", due_at=due_at)


def go_on_unpaid(service: Service, *, by: Actor) -> None:
    """The trial is over and the service goes on against an invoice; unpaid after the grace, it is suspended."""
    at = this_second()
    service.move(
        Service.Status.ACTIVE,
        by=by,
        reason="The trial has ended; the first invoice is to be paid.",
        paid_from=at,
        paid_until=at,
        renews_at=at,
        trial_ends_at=None,
        anchor=terms.anchor(),
    )
    tell_outcome(service, TrialStatus.CONVERTED)
    tell_service(service)
    schedule_patience(service)


def upcoming_stretch(service: Service) -> Stretch:
    """What the next payment pays, from the end of the paid time on."""
    origin, start = service.paid_from or now(), service.paid_until or now()
    period = service.period_at(start)
    if start == origin or period != service.period:
        return first_stretch(start, period, terms.zone())
    return next_stretch(
        start,
        period,
        service.anchored,
        origin=origin,
        count=service.periods_paid,
        zone=terms.zone(),
    )


def write_paid(
    service: Service, stretch: Stretch, invoice_uuid: UUID | None, *, is_order: bool = False
) -> None:
    """A row for each thing that is paid over the stretch; a discount for so many periods has one less.

    `is_order`: at the prices that were frozen on its order.
    """
    for item in service.billed_at(stretch.start):
        billed = item.billed_for(stretch)
        line = item.order_line if is_order else None
        PaidPeriod.objects.create(
            service=service,
            item=item,
            starts_at=stretch.start,
            ends_at=stretch.end,
            part=stretch.part,
            whole=stretch.whole,
            minor=line.total_minor - line.discount_minor if line else billed.price.minor,
            wholesale_minor=billed.wholesale.minor,
            currency=item.currency,
            invoice_uuid=invoice_uuid,
            **tax_paid(item, invoice_uuid, line),
        )
        if item.discount_periods_left:
            item.discount_periods_left -= 1
            item.save(update_fields=["discount_periods_left"])


def schedule_renewal(service: Service) -> None:
    """Have the next period invoiced ahead, and the service looked at when that is due and when patience ends."""
    if service.cancels_at:
        _at_the_end(service, "orders.end_cancelled", service.cancels_at)
    if service.renews_at:
        _at_the_end(service, "orders.renew_service", service.renews_at - terms.renew_ahead())
        schedule_patience(service)


def schedule_patience(service: Service) -> None:
    """What becomes of a service whose due renewal is not paid: past due, suspended, ended."""
    due_at, patience = cast(datetime, service.renews_at), terms.end_after()
    _at_the_end(service, "orders.mark_past_due", due_at)
    _at_the_end(service, "orders.suspend_unpaid", due_at + terms.suspend_after())
    if patience is not None:
        _at_the_end(service, "orders.end_unpaid", due_at + patience)


def _at_the_end(service: Service, task: str, due_at: datetime) -> None:
    """A task of the end of the paid time: where that has moved meanwhile, it does nothing."""
    end = cast(datetime, service.renews_at or service.cancels_at)
    payload = {"service_uuid": str(service.uuid), "renews_at": end.isoformat()}
    schedule(task, payload, key=f"{service.uuid}:{end:%Y%m%d%H%M%S}", due_at=due_at)


def _keeps_its_dates(service: Service) -> bool:
    """A suspended service whose periods are everybody's keeps them; by anniversary a new one begins when paid."""
    is_anchored = service.anchored.kind != ANNIVERSARY and bool(service.periods_paid)
    return (
        service.status == Service.Status.SUSPENDED and is_anchored and upcoming_stretch(service).end > now()
    )


def _begin_trial(service: Service, *, by: Actor, **set_up: Any) -> None:
    days = min(service.order_line.trial_days, service.trial_max_days)
    at = now()
    service.move(
        Service.Status.TRIAL,
        by=by,
        starts_at=at,
        trial_ends_at=at + timedelta(days=days),
        trial_total_days=days,
        **set_up,
    )
    tell_begun(service)
    tell_service(service)
    schedule_trial_end(service)
    announce_service("trial_started", service)


def _share(service: Service, invoice_uuid: UUID | None) -> Stretch | None:
    """The stretch that an invoice billed at less than a whole period, on the way to the anchor."""
    is_paused = service.status == Service.Status.SUSPENDED and service.is_recurring
    if invoice_uuid is None or not is_paused or not service.periods_paid:
        return None
    billed = upcoming_stretch(service)
    asked = InvoiceLine.objects.filter(invoice__uuid=invoice_uuid, service=service)
    is_of_it = asked.filter(period_from=billed.start, period_to=billed.end).exists()
    return billed if is_of_it and not billed.is_whole else None


def _begin_paid(
    service: Service,
    *,
    by: Actor,
    invoice_uuid: UUID | None = None,
    share: Stretch | None = None,
    **set_up: Any,
) -> None:
    at = this_second()
    stretch = first_stretch(at, service.period, terms.zone()) if service.is_recurring else None
    if stretch and share:
        # As long as what was billed, and worth no more.
        stretch = replace(share, start=at, end=at + (share.end - share.start))
    until = stretch.end if stretch else None
    is_order = not service.periods_paid and not service.is_trial_first
    service.move(
        Service.Status.ACTIVE,
        by=by,
        starts_at=service.starts_at or at,
        paid_from=at,
        paid_until=until,
        periods_paid=1,
        renews_at=None if service.cancels_at else until,
        cancels_at=until if service.cancels_at else None,
        past_due_at=None,
        trial_ends_at=None,
        anchor=service.anchor if service.periods_paid else terms.anchor(),
        **set_up,
    )
    if stretch:
        write_paid(service, stretch, invoice_uuid, is_order=is_order)
    tell_outcome(service, TrialStatus.CONVERTED)
    tell_service(service)
    schedule_renewal(service)
    announce_service("service_active", service, key=f"{at:%Y%m%d%H%M%S}")


def prolong(service: Service, invoice_uuid: UUID | None, *, by: Actor) -> None:
    """One period longer, paid by an invoice or given on credit for one, in the caller's transaction and lock."""
    stretch, was_suspended = upcoming_stretch(service), service.status == Service.Status.SUSPENDED
    if was_suspended and not service.has_time_left:
        # With time left it was staff who suspended it: paying does not undo that.
        service.move(Service.Status.ACTIVE, by=by)
        instruct(service, "resume")
    if service.paid_from == stretch.start or service.period_at(stretch.start) != service.period:
        # Another period is counted from where it begins.
        service.paid_from, service.periods_paid = stretch.start, 0
    service.periods_paid += 1
    service.paid_until, service.past_due_at = stretch.end, None
    # Paid although it was cancelled: it ends with what is paid now.
    service.renews_at = None if service.cancels_at else stretch.end
    service.cancels_at = stretch.end if service.cancels_at else None
    service.save(update_fields=_PAID_FIELDS)
    write_paid(service, stretch, invoice_uuid)
    tell_service(service)
    record(service, "renew", by=by, periods_paid=service.periods_paid)
    schedule_renewal(service)
