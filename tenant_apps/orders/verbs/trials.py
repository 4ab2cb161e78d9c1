"""Trials: extended step by step up to the plan's limit, ended by time or by paying (S5.40 to S5.43)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..announcements import announce_invoice, announce_service
from ..models import Invoice, Service
from .activate import schedule_trial_end, suspend
from .bill import DUE_AFTER, bill_service


@transaction.atomic
def extend_trial(service: Service, *, reason: str, by: Actor) -> Service:
    """One step longer (15 days by default), at most the plan's limit (60) in total, however many try at once.

    Raises `TrialLimitReached`.
    """
    from ..errors import TrialLimitReached

    step = service.trial_step_days
    # The condition is in the UPDATE itself: of two at once, the second sees what the first has written.
    extended = Service.objects.filter(
        pk=service.pk,
        status=Service.Status.TRIAL,
        trial_step_days__gt=0,
        trial_total_days__lte=F("trial_max_days") - F("trial_step_days"),
    ).update(
        trial_total_days=F("trial_total_days") + F("trial_step_days"),
        trial_ends_at=F("trial_ends_at") + timedelta(days=step),
    )
    if not extended:
        raise TrialLimitReached(str(service.uuid))
    service.refresh_from_db()
    record(service, "extend trial", by=by, reason=reason, days=step, total_days=service.trial_total_days)
    schedule_trial_end(service)
    announce_service("trial_extended", service, key=str(service.trial_total_days))
    return service


@transaction.atomic
def end_trial(service_uuid: str, *, by: Actor) -> Invoice | None:
    """The trial's time is over: an invoice, and the service waits until it is paid. None where it goes on."""
    trials = Service.objects.select_for_update(of=("self",)).select_related("order_line")
    service = trials.filter(uuid=service_uuid, status=Service.Status.TRIAL, trial_ends_at__lte=now()).first()
    if service is None:
        return None
    invoice = _bill(service, by=by)
    if invoice is None:
        return None
    suspend(service, reason="The trial has ended.", by=by)
    announce_invoice(invoice, template="trial_ended")
    return invoice


@transaction.atomic
def start_paying(service: Service, *, by: Actor) -> Invoice | None:
    """The client buys before the trial ends: the invoice to pay; None where there is nothing to buy."""
    service = Service.objects.select_for_update(of=("self",)).select_related("order_line").get(pk=service.pk)
    if service.status not in {Service.Status.TRIAL, Service.Status.SUSPENDED}:
        return None
    return _bill(service, by=by)


def _bill(service: Service, *, by: Actor) -> Invoice | None:
    cause = Invoice.Cause.RENEWAL if service.periods_paid else Invoice.Cause.TRIAL
    return bill_service(service, cause=cause, due_at=now() + DUE_AFTER, by=by)
