"""What the operator may have done in a reseller's orders, by name (DESIGN, "Folders")."""

from __future__ import annotations

from typing import Any

from shared_apps.crossings.door import command
from shared_apps.kernel.actor import Actor
from shared_apps.trials import door as trials

from .models import Service
from .verbs import extend_trial


@command("orders.extend_trial")
def extend_trial_by_name(
    *, by: Actor, service_uuid: str, reason: str, shown: int | None = None
) -> dict[str, Any]:
    """One step more for a service's trial; `total_days` is None where its limit or its end stood against it.

    `is_late` where it has other days by now than were `shown`.
    """
    try:
        service = extend_trial(Service.objects.get(uuid=service_uuid), reason=reason, shown=shown, by=by)
    except trials.TrialExtendedMeanwhile:
        return {"total_days": None, "is_late": True}
    except trials.TrialLimitReached:
        return {"total_days": None}
    return {"total_days": service.trial_total_days}
