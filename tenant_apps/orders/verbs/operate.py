"""What a provisioner is told: commit the claim, call with the key, record what came of it (DESIGN, "Outside calls")."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.agenda.door import Later
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.settlement import door as settlement

from ..announcements import announce_to_staff
from ..errors import OperationNotOpen
from ..models import Service, ServiceOperation
from ..provisioner import Declined, Done, Outcome, Unknown
from ..provisioners import is_of_operator, provisioner_of
from .activate import activate
from .instruct import schedule_resolving, schedule_work

Kind, Status = ServiceOperation.Kind, ServiceOperation.Status
ASK_AFTER = timedelta(seconds=5)
ASK_AGAIN = timedelta(seconds=30)
ASK_BALANCE_AGAIN = timedelta(minutes=10)
_OPEN = (Status.NONE, Status.SENT, Status.UNKNOWN)


def provision_service(service_uuid: UUID | str, *, by: Actor) -> Service:
    """Set a pending service up; safe to repeat, its key makes it one. Not inside a transaction."""
    for operation in ServiceOperation.objects.filter(service__uuid=service_uuid, operation=Kind.CREATE):
        work_operation(operation.pk, by=by)
    return Service.objects.get(uuid=service_uuid)


def work_operation(operation_id: int, *, by: Actor) -> ServiceOperation:
    """Have an operation done if it is its service's turn. Not inside a transaction.

    Where an earlier call's fate is unknown the provisioner is asked by the key before it is told again.
    """
    operation, before = _claim(operation_id)
    if before is None or operation.is_manual:
        return operation
    who = provisioner_of(operation.service)
    known = who.ask(operation.key) if before in {Status.SENT, Status.UNKNOWN} else None
    outcome = known or who.perform(operation.operation, operation.service, key=operation.key)
    return _record(operation, outcome, by=by)


def resolve_operation(operation_id: int, *, by: Actor) -> None:
    """The reconciler's form: comes again while the provisioner gives no answer."""
    operation = work_operation(operation_id, by=by)
    if operation.status == Status.UNKNOWN:
        raise Later(ASK_AGAIN, operation.note)


@transaction.atomic
def try_again(operation: ServiceOperation, *, by: Actor) -> None:
    """Tell the provisioner anew, by a new key: the old one would only repeat its answer.

    Raises `OperationNotOpen` where it was not declined, or its service has ended meanwhile.
    """
    operation = _locked(operation.pk)
    is_over = operation.service.status == Service.Status.ENDED and operation.operation != Kind.TERMINATE
    if operation.status != Status.DECLINED or is_over:
        raise OperationNotOpen(str(operation))
    operation.status, operation.note = Status.NONE, ""
    operation.key = f"{operation.key.partition('#')[0]}#{operation.attempts + 1}"
    operation.save(update_fields=["status", "note", "key"])
    record(operation.service, "try again", by=by, operation=operation.operation)
    schedule_work(operation)


@transaction.atomic
def finish_by_hand(operation: ServiceOperation, *, done: bool, note: str = "", by: Actor) -> None:
    """Staff say that a task is done, or will not be; a declined call may be put right by hand too.

    Raises `OperationNotOpen` where somebody else has answered first.
    """
    operation = _locked(operation.pk)
    if not (operation.waits_for_staff or (done and operation.status == Status.DECLINED)):
        raise OperationNotOpen(str(operation))
    record(
        operation.service,
        "do by hand" if done else "decline by hand",
        by=by,
        reason=note,
        operation=operation.operation,
    )
    _write(operation, Done("", {}) if done else Declined(note), by=by)


def _locked(pk: int) -> ServiceOperation:
    rows = ServiceOperation.objects.select_for_update(of=("self", "service"))
    return rows.select_related("service", "service__client").get(pk=pk)


@transaction.atomic
def _claim(pk: int) -> tuple[ServiceOperation, str | None]:
    """The operation and what it was before, or None where it is not to be done now."""
    operation = _locked(pk)
    earlier = ServiceOperation.objects.filter(service=operation.service, pk__lt=pk, status__in=_OPEN)
    if operation.status not in _OPEN or earlier.exists():
        return operation, None
    if operation.operation == Kind.CREATE and operation.status == Status.NONE and _is_set_up(operation):
        _note(operation, Status.DONE, "", finished_at=now())
        return operation, None
    if waits_for_balance(operation):
        return operation, None
    if _is_pointless(operation):
        _note(operation, Status.DONE, "Not needed: the service has ended.", finished_at=now())
        _go_on(operation)
        return operation, None
    before = operation.status
    if not (operation.is_manual and before == Status.SENT):
        operation.status, operation.sent_at = Status.SENT, now()
        operation.attempts += 1
        operation.save(update_fields=["status", "sent_at", "attempts"])
        if operation.is_manual:
            _tell_staff(operation, "manual_task_staff", operation.get_operation_display())
    return operation, before


def waits_for_balance(operation: ServiceOperation) -> bool:
    """Whether the operator's provisioner is told of nothing new until the reseller has topped up its balance."""
    is_new = operation.operation == Kind.CREATE and operation.status == Status.NONE
    return is_new and is_of_operator(operation.service) and not settlement.may_set_up()


def _is_set_up(operation: ServiceOperation) -> bool:
    """Somebody has said so without it."""
    return operation.service.status not in {Service.Status.PENDING, Service.Status.ENDED}


def _is_pointless(operation: ServiceOperation) -> bool:
    """Nothing was sent yet and the service has ended, or was never there to be ended."""
    service = operation.service
    if operation.status != Status.NONE or service.status != Service.Status.ENDED:
        return False
    if operation.operation != Kind.TERMINATE:
        return True
    return not service.operations.filter(operation=Kind.CREATE, status=Status.DONE).exists()


@transaction.atomic
def _record(operation: ServiceOperation, outcome: Outcome, *, by: Actor) -> ServiceOperation:
    operation = _locked(operation.pk)
    if operation.status in {Status.SENT, Status.UNKNOWN}:
        _write(operation, outcome, by=by)
    return operation


def _write(operation: ServiceOperation, outcome: Outcome, *, by: Actor) -> None:
    if isinstance(outcome, Unknown):
        _note(operation, Status.UNKNOWN, outcome.reason)
        schedule_resolving(operation, now() + ASK_AFTER)
        return
    if isinstance(outcome, Done):
        _note(operation, Status.DONE, "", finished_at=now())
        _take_effect(operation, outcome, by=by)
    else:
        _note(operation, Status.DECLINED, outcome.reason, finished_at=now())
        _tell_staff(operation, "provisioning_failed_staff", outcome.reason)
    _go_on(operation)


def _note(operation: ServiceOperation, status: str, note: str, **more: Any) -> None:
    operation.status, operation.note = status, note
    for name, value in more.items():
        setattr(operation, name, value)
    operation.save(update_fields=["status", "note", *more])


def _take_effect(operation: ServiceOperation, outcome: Done, *, by: Actor) -> None:
    service = operation.service
    if operation.operation == Kind.CREATE and service.status == Service.Status.PENDING:
        activate(service, by=by, reference=outcome.reference, details=outcome.details)
    elif outcome.details and operation.operation in {Kind.CREATE, Kind.CHANGE, Kind.RESUME, Kind.RENEW}:
        service.details = outcome.details
        service.save(update_fields=["details"])


def _go_on(operation: ServiceOperation) -> None:
    """The next of the service's operations, if one waits for its turn."""
    following = operation.service.operations.filter(status=Status.NONE, pk__gt=operation.pk).order_by("pk")
    for one in following[:1]:
        schedule_work(one, after=operation.pk)


def _tell_staff(operation: ServiceOperation, template: str, reason: str) -> None:
    key = f"{operation.key}:{operation.attempts}"
    announce_to_staff(template, operation.service, key=key, reason=reason)
