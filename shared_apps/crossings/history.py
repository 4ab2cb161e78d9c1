"""Events of a crossing in the tenants at its two ends, beside the shared one that each move leaves."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from tenants.context import TenantUnavailable, acting_in
from tenants.models import Tenant

from .models import Crossing


def note_here(crossing: Crossing, verb: str, *, by: Actor, reason: str = "") -> None:
    """Write it into the current tenant's events, in the caller's transaction."""
    record(crossing, verb, by=by, reason=reason, into=apps.get_model("accounts.Event"))


def note_on_both_sides(crossing: Crossing, verb: str, *, by: Actor, reason: str = "") -> None:
    """Write it into the events of both tenants, one transaction each: call it outside of any."""
    for tenant in {
        crossing.from_tenant_id: crossing.from_tenant,
        crossing.to_tenant_id: crossing.to_tenant,
    }.values():
        _note_in(tenant, crossing, verb, by, reason)


def _note_in(tenant: Tenant, crossing: Crossing, verb: str, by: Actor, reason: str) -> None:
    try:
        with acting_in(tenant.as_record("")), transaction.atomic():
            note_here(crossing, verb, by=by, reason=reason)
    except TenantUnavailable:
        return
