"""Agenda tasks: build a reseller's schema when the pool was empty, invite its owner, fill the pool again."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor
from tenants import provisioning
from tenants.context import acting_on_shared_data

from . import verbs
from .models import PartnerApplication


@handles("partner_store.finish_provisioning", outside=True)
def finish_provisioning(payload: dict[str, Any], *, by: Actor) -> None:
    """Commits step by step, so that a killed worker goes on where it stopped."""
    with acting_on_shared_data():
        application = PartnerApplication.objects.get(uuid=payload["application"])
        verbs.complete_provisioning(application, by=by)


@handles("partner_store.invite_owner")
def invite_owner(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.invite_owner(payload["application"], by=by)


@handles("partner_store.refill_pool", outside=True)
def refill_pool(payload: dict[str, Any], *, by: Actor) -> None:
    """Make spare schemas for those that were taken, one transaction each."""
    provisioning.refill()
