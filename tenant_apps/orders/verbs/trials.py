"""Trials: extended step by step up to the plan's limit, ended by time or by paying (S5.40 to S5.43)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.trials import door as trials
from tenant_apps.clients.portal import require

from ..announcements import announce_charge, announce_invoice, announce_service
from ..facts import tell_service
from ..following import card_to_charge, charge_later
from ..models import Invoice, Service, TrialEnd
from ..queries import billing_settings
from ..trial_rows import tell_begun, tell_longer
from .activate import go_on_unpaid, schedule_trial_end, suspend
from .bill import bill_service


@transaction.atomic
def extend_trial(service: Service, *, reason: str, shown: int | None = None, by: Actor) -> Service:
    """One step longer (15 days by default), at most the plan's limit (60) in total, however many try at once.

    Only while it has the days in all that a page has `shown`, where one has: sent twice, it steps once.
    Raises `TrialLimitReached`, `TrialExtendedMeanwhile`.
    """
    trials.lengthen(service, shown=shown)
    record(
        service,
        "extend trial",
        by=by,
        reason=reason,
        days=service.trial_step_days,
        total_days=service.trial_total_days,
    )
    tell_longer(service, reason=reason, by=by)
    tell_service(service)
    schedule_trial_end(service)
    announce_service("trial_extended", service, key=str(service.trial_total_days))
    return service


@transaction.atomic
def end_trial(service_uuid: str, *, by: Actor) -> Invoice | None:
    """The trial's time is over: an invoice, and the service waits until it is paid or goes on meanwhile.

    Which of the two, its plan said when it was ordered (`trial_end`). Where a saved card pays by itself, it is
    charged now and the service goes on. None where the trial still runs.
    """
    rows = Service.objects.select_for_update(of=("self",)).select_related("order_line")
    service = rows.filter(uuid=service_uuid, status=Service.Status.TRIAL, trial_ends_at__lte=now()).first()
    if service is None:
        return None
    invoice = _bill(service, by=by)
    if invoice is None:
        return None
    card = card_to_charge(invoice)
    if card:
        go_on_unpaid(service, by=by)
        charge_later(invoice, key="trial")
        announce_charge(invoice, card)
    elif service.trial_end == TrialEnd.INVOICE:
        go_on_unpaid(service, by=by)
        announce_invoice(invoice, template="trial_goes_on")
    else:
        suspend(service, reason="The trial has ended.", by=by)
        announce_invoice(invoice, template="trial_ended")
    return invoice


def remind_of_trial(service_uuid: str, ends_at: datetime, days: int) -> bool:
    """Tell the client that the trial ends soon; whether it was told.

    Nothing where the trial was extended or bought meanwhile, or where the reminder comes too early or too late.
    """
    if not ends_at - timedelta(days=days) <= now() < ends_at:
        return False
    rows = Service.objects.filter(uuid=service_uuid, status=Service.Status.TRIAL, trial_ends_at=ends_at)
    service = rows.select_related("order_line", "client").first()
    if service is None:
        return False
    announce_service("trial_ends_soon", service, key=f"{service.trial_total_days}:{days}")
    return True


def mirror_trials() -> int:
    """Tell the operator's trial board of every running trial of this reseller; again changes nothing."""
    running = Service.objects.filter(status=Service.Status.TRIAL).select_related("client")
    for service in running.iterator(chunk_size=500):
        tell_begun(service)
    return running.count()


@transaction.atomic
def start_paying(service: Service, *, by: Actor) -> Invoice | None:
    """The client buys before the trial ends: the invoice to pay; None where there is nothing to buy.

    Raises `SwitchedOff` where clients may not order.
    """
    require("may_order", by=by)
    service = Service.objects.select_for_update(of=("self",)).select_related("order_line").get(pk=service.pk)
    is_waiting = service.status == Service.Status.SUSPENDED and not service.has_time_left
    if service.status != Service.Status.TRIAL and not is_waiting:
        return None
    return _bill(service, by=by)


def _bill(service: Service, *, by: Actor) -> Invoice | None:
    cause = Invoice.Cause.RENEWAL if service.periods_paid else Invoice.Cause.TRIAL
    due_at = now() + timedelta(days=billing_settings().due_days)
    return bill_service(service, cause=cause, due_at=due_at, by=by)
