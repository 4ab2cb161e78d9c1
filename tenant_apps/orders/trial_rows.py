"""What the operator's trial board learns of a service, in the transaction of each verb that changes its trial."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from shared_apps.kernel.actor import Actor
from shared_apps.trials import door as trials
from tenant_apps.clients.models import Client
from tenants.context import current_tenant

from .models import Service


def tell_begun(service: Service) -> None:
    """The trial runs: with the names as they are now. Again changes nothing."""
    trials.started(
        trials.Began(
            kind=trials.TrialKind.SERVICE,
            tenant_id=current_tenant().id,
            subject_uuid=service.uuid,
            sku=service.sku,
            plan=service.name,
            client_uuid=service.client.uuid,
            client=service.client.name,
            started_at=cast(datetime, service.starts_at),
            ends_at=cast(datetime, service.trial_ends_at),
            total_days=service.trial_total_days,
            step_days=service.trial_step_days,
            max_days=service.trial_max_days,
        )
    )


def tell_longer(service: Service, *, reason: str, by: Actor) -> None:
    """The trial is one step longer."""
    longer = trials.Longer(
        tenant_id=current_tenant().id,
        subject_uuid=service.uuid,
        days=service.trial_step_days,
        total_days=service.trial_total_days,
        ends_at=cast(datetime, service.trial_ends_at),
        reason=reason,
    )
    trials.extended(longer, by=by)


def tell_outcome(service: Service, status: trials.TrialStatus) -> None:
    """The trial came out so; nothing for a service that never was on trial or has been paid since."""
    if service.trial_total_days:
        trials.finished(current_tenant().id, service.uuid, status)


def note_activity(client: Client, by: Actor) -> None:
    """The client came by itself; who acts for it is not counted."""
    if not by.acting_for:
        trials.activity(current_tenant().id, trials.TrialKind.SERVICE, client_uuid=client.uuid)
