"""Agenda tasks of the programme."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor
from tenants.context import current_tenant

from .models import Earning
from .verbs import release_due


@handles("commissions.release")
def release(payload: dict[str, Any], *, by: Actor) -> None:
    """The hold of an earning is over: release it, and whatever else of the same person is due."""
    earning = Earning.objects.get(tenant_id=current_tenant().id, uuid=payload["earning"])
    release_due(earning.beneficiary_uuid, earning.currency, by=by)
