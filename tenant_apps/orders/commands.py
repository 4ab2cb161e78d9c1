"""What the operator may have done in a reseller's orders, by name (DESIGN, "Folders")."""

from __future__ import annotations

from typing import Any

from shared_apps.crossings.door import command
from shared_apps.kernel.actor import Actor

from .errors import TrialLimitReached
from .models import Service
from .verbs import extend_trial


@command("orders.extend_trial")
def extend_trial_by_name(*, by: Actor, service_uuid: str, reason: str) -> dict[str, Any]:
    """One step more for a service's trial; `total_days` is None where its limit or its end stood against it."""
    try:
        service = extend_trial(Service.objects.get(uuid=service_uuid), reason=reason, by=by)
    except TrialLimitReached:
        return {"total_days": None}
    return {"total_days": service.trial_total_days}
