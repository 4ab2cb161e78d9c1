"""Have a provisioner told something: a row in the caller's transaction, worked by the agenda after it."""

from __future__ import annotations

from datetime import datetime

from shared_apps.agenda.door import schedule

from ..models import Service, ServiceOperation
from ..provisioners import needs_telling, provisioner_of

Kind = ServiceOperation.Kind


def instruct(service: Service, operation: str) -> ServiceOperation | None:
    """Create, suspend, resume, change or terminate, after whatever was asked before; under the service's lock.

    None where nobody needs to be told. Creating is told always: it is what makes the service active.
    """
    if operation != Kind.CREATE and not needs_telling(service):
        return None
    count = service.operations.count()
    written = ServiceOperation.objects.create(
        service=service,
        operation=operation,
        key=f"{operation}:{service.uuid}" + (f":{count}" if count else ""),
        is_manual=provisioner_of(service).is_manual,
    )
    schedule_work(written)
    return written


def schedule_work(operation: ServiceOperation, *, after: int = 0) -> None:
    """Have the agenda do it; again, once the operation `after` which it waited has finished."""
    key = f"{operation.key}:{after}" if after else operation.key
    schedule("orders.work_operation", {"operation": operation.pk}, key=key)


def schedule_resolving(operation: ServiceOperation, due_at: datetime) -> None:
    """Have the agenda ask what became of it until there is an answer."""
    schedule("orders.resolve_operation", {"operation": operation.pk}, key=operation.key, due_at=due_at)
