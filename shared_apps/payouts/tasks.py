"""Agenda tasks of payouts: each finds its thing and calls one verb, which plans what is left."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor, ActorKind
from tenants.context import current_tenant

from .models import BulkApproval, PayoutBatch, ResultImport
from .verbs import apply_part, approve_part, pay_credit, state_month


@handles("payouts.credit")
def credit(payload: dict[str, Any], *, by: Actor) -> None:
    """Account credit of a batch is paid at once."""
    kind, key, label = payload["actor"]
    batch = PayoutBatch.objects.get(tenant_id=current_tenant().id, uuid=payload["batch"])
    pay_credit(batch, after=payload["after"], by=Actor(ActorKind(kind), key, label))


@handles("payouts.apply")
def apply(payload: dict[str, Any], *, by: Actor) -> None:
    """The bank's answer, the next part of it."""
    source = ResultImport.objects.select_related("batch").get(
        batch__tenant_id=current_tenant().id, uuid=payload["import"]
    )
    apply_part(source, after=payload["after"])


@handles("payouts.approve")
def approve(payload: dict[str, Any], *, by: Actor) -> None:
    """A decision on many withdrawals, the next part of it."""
    approve_part(BulkApproval.objects.get(tenant_id=current_tenant().id, uuid=payload["bulk"]))


@handles("payouts.month")
def month(payload: dict[str, Any], *, by: Actor) -> None:
    """A month is over: its statements."""
    state_month(date.fromisoformat(payload["month"]))
