"""A service starts, on trial or paid, and goes on from period to period."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.trials.door import TrialStatus

from ..announcements import announce_service
from ..models import Service
from ..trial_rows import tell_begun, tell_outcome

RENEWAL_NOTICE = timedelta(days=7)
GRACE = timedelta(days=7)
# Days before a trial's end on which the client is reminded.
REMINDERS = (7, 3, 1)


def activate(service: Service, *, by: Actor, **set_up: Any) -> None:
    """The service is set up: begin its trial or its first paid period, under the caller's lock."""
    if service.is_trial_first:
        _begin_trial(service, by=by, **set_up)
    else:
        _begin_paid(service, by=by, **set_up)


@transaction.atomic
def pay_period(service: Service, *, by: Actor) -> None:
    """One more period is paid: a trial or a suspended service becomes active, an active one runs longer."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    if service.status == Service.Status.ENDED:
        return
    if service.status == Service.Status.PENDING:
        # Paid before it was set up: it then starts without a trial.
        Service.objects.filter(pk=service.pk).update(is_trial_first=False)
    elif service.status in {Service.Status.TRIAL, Service.Status.SUSPENDED}:
        was_suspended = service.status == Service.Status.SUSPENDED
        _begin_paid(service, by=by)
        if was_suspended:
            instruct(service, "resume")
    else:
        _prolong(service, by=by)


def suspend(service: Service, *, reason: str, by: Actor) -> None:
    """Stop a service until it is paid. In the caller's transaction, under its lock."""
    service.move(Service.Status.SUSPENDED, by=by, reason=reason)
    if not service.periods_paid:
        tell_outcome(service, TrialStatus.SUSPENDED)
    instruct(service, "suspend")
    announce_service("service_suspended", service, key=f"{service.periods_paid}")


def end(service: Service, *, reason: str, by: Actor) -> None:
    """End a service for good, in the caller's transaction; one that has ended stays so."""
    if service.status != Service.Status.ENDED:
        service.move(Service.Status.ENDED, by=by, reason=reason)
        if not service.periods_paid:
            tell_outcome(service, TrialStatus.ENDED)
        instruct(service, "terminate")


def instruct(service: Service, operation: str) -> None:
    """Have the provisioner suspend, resume or terminate a service."""
    if service.order_line.provisioner != "webhook" or service.operation != Service.Operation.DONE:
        return
    key = f"{service.uuid}:{operation}:{now():%Y%m%d%H%M%S}"
    schedule(
        "orders.instruct_provisioner",
        {"service_uuid": str(service.uuid), "operation": operation, "key": key},
        key=key,
    )


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
    at = now()
    service.move(
        Service.Status.ACTIVE,
        by=by,
        reason="The trial has ended; the first invoice is to be paid.",
        paid_from=at,
        renews_at=at,
        trial_ends_at=None,
    )
    tell_outcome(service, TrialStatus.CONVERTED)
    payload = {"service_uuid": str(service.uuid), "renews_at": at.isoformat()}
    schedule("orders.suspend_unpaid", payload, key=f"{service.uuid}:{at:%Y%m%d%H%M%S}", due_at=at + GRACE)


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
    schedule_trial_end(service)
    announce_service("trial_started", service)


def _begin_paid(service: Service, *, by: Actor, **set_up: Any) -> None:
    at = now()
    service.paid_from, service.periods_paid = at, 1
    service.move(
        Service.Status.ACTIVE,
        by=by,
        starts_at=service.starts_at or at,
        paid_from=at,
        periods_paid=1,
        renews_at=service.paid_until(1),
        trial_ends_at=None,
        **set_up,
    )
    tell_outcome(service, TrialStatus.CONVERTED)
    _schedule_renewal(service)
    announce_service("service_active", service, key=f"{at:%Y%m%d%H%M%S}")


def _prolong(service: Service, *, by: Actor) -> None:
    service.periods_paid += 1
    service.renews_at = service.paid_until(service.periods_paid)
    service.save(update_fields=["periods_paid", "renews_at"])
    record(service, "renew", by=by, periods_paid=service.periods_paid)
    _schedule_renewal(service)


def _schedule_renewal(service: Service) -> None:
    if service.renews_at is None:
        return
    payload = {"service_uuid": str(service.uuid), "renews_at": service.renews_at.isoformat()}
    key = f"{service.uuid}:{service.renews_at:%Y%m%d%H%M%S}"
    schedule("orders.renew_service", payload, key=key, due_at=service.renews_at - RENEWAL_NOTICE)
    schedule("orders.suspend_unpaid", payload, key=key, due_at=service.renews_at + GRACE)
