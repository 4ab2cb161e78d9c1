"""Set a service up: commit the claim, call with the key, record what came of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from shared_apps.agenda.door import Later, schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now

from .. import provisioner
from ..announcements import announce_to_staff
from ..models import Service
from ..provisioner import Declined, Done, Outcome, Unknown
from .activate import activate

Operation = Service.Operation
ASK_AFTER = timedelta(seconds=5)
ASK_AGAIN = timedelta(seconds=30)


def provision_service(service_uuid: UUID | str, *, by: Actor) -> Service:
    """Set a pending service up; safe to repeat, its uuid is the key. Not inside a transaction.

    Where an earlier call's fate is unknown the provisioner is asked by the key before it is told again.
    """
    service, before = _claim(service_uuid)
    if service.status != Service.Status.PENDING or before in {Operation.DONE, Operation.DECLINED}:
        return service
    return _record(service, _outcome(service, before), by=by)


def resolve_provisioning(service_uuid: str, *, by: Actor) -> None:
    """The reconciler's form: comes again while the provisioner gives no answer."""
    service = provision_service(service_uuid, by=by)
    if service.status == Service.Status.PENDING and service.operation == Operation.UNKNOWN:
        raise Later(ASK_AGAIN, service.operation_note)


def instruct_provisioner(service_uuid: str, operation: str, *, key: str) -> None:
    """Suspend, resume or terminate; asked again until there is an answer."""
    service = Service.objects.get(uuid=service_uuid)
    outcome = provisioner.perform(operation, service, key=key)
    if isinstance(outcome, Unknown):
        raise Later(ASK_AGAIN, outcome.reason)
    if isinstance(outcome, Declined):
        announce_to_staff("provisioning_failed_staff", service, key=key, reason=outcome.reason)


@transaction.atomic
def _claim(service_uuid: UUID | str) -> tuple[Service, str]:
    service = (
        Service.objects.select_for_update(of=("self",)).select_related("order_line").get(uuid=service_uuid)
    )
    before = service.operation
    if service.status == Service.Status.PENDING and before == Operation.NONE:
        service.operation = Operation.SENT
        service.save(update_fields=["operation"])
    return service, before


def _outcome(service: Service, before: str) -> Outcome:
    if service.order_line.provisioner != "webhook":
        return Done("", {})
    key = f"create:{service.uuid}"
    known = provisioner.ask(key) if before in {Operation.SENT, Operation.UNKNOWN} else None
    return known or provisioner.perform("create", service, key=key)


@transaction.atomic
def _record(service: Service, outcome: Outcome, *, by: Actor) -> Service:
    service = Service.objects.select_for_update(of=("self",)).select_related("order_line").get(pk=service.pk)
    if service.status != Service.Status.PENDING:
        return service
    if isinstance(outcome, Done):
        set_up = {"reference": outcome.reference, "details": outcome.details}
        activate(service, by=by, operation=Operation.DONE, operation_note="", **set_up)
    elif isinstance(outcome, Declined):
        _note(service, Operation.DECLINED, outcome.reason)
        announce_to_staff("provisioning_failed_staff", service, key=str(service.uuid), reason=outcome.reason)
    else:
        _note(service, Operation.UNKNOWN, outcome.reason)
        payload = {"service_uuid": str(service.uuid)}
        schedule("orders.resolve_provisioning", payload, key=str(service.uuid), due_at=now() + ASK_AFTER)
    return service


def _note(service: Service, operation: str, reason: str) -> None:
    service.operation, service.operation_note = operation, reason
    service.save(update_fields=["operation", "operation_note"])
