"""Staff suspend a service and let it run again."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now

from ..facts import tell_service
from ..models import Service
from .activate import schedule_renewal, suspend
from .change import drop_changes, locked
from .instruct import instruct


@transaction.atomic
def suspend_by_hand(service: Service, *, reason: str, by: Actor) -> None:
    """Stop a running service; its time goes on being counted. `IllegalMove` for one that does not run."""
    service = locked(service.pk)
    drop_changes(service, reason=reason, by=by)
    suspend(service, reason=reason, by=by)


@transaction.atomic
def resume_by_hand(service: Service, *, by: Actor) -> None:
    """Let a suspended service run again, whatever is unpaid of it. `IllegalMove` for one that is not suspended."""
    service = locked(service.pk)
    service.move(Service.Status.ACTIVE, by=by, past_due_at=None)
    if service.renews_at is None and service.is_recurring and not service.cancels_at:
        # It was never paid: from now on it is.
        at = now()
        service.paid_from = service.paid_until = service.renews_at = at
        service.save(update_fields=["paid_from", "paid_until", "renews_at"])
    tell_service(service)
    instruct(service, "resume")
    schedule_renewal(service)
