"""Every control is a command in the reseller: its owners are asked for, and both histories tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.context import acting_on_shared_data
from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom the operator tells what it does."""

    email: str
    name: str
    language: str


@contextmanager
def holding(tenant: Tenant, wanted: str) -> Iterator[Tenant]:
    """The tenant's row, locked in a transaction of shared data; of two operators the second one waits.

    Raises `IllegalMove` where the tenant cannot become `wanted`, or is no reseller.
    """
    with acting_on_shared_data(), transaction.atomic():
        held = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if held.kind != Tenant.Kind.RESELLER or not held.can_become(wanted):
            raise IllegalMove(held, wanted)
        yield held
        tenant.status = held.status


def tell_both_sides(control: str, tenant: Tenant, *, by: Actor, reason: str) -> Sequence[Owner]:
    """Write the event into the reseller's schema and into ours; the owners as they are at this moment.

    `tenant` is LIVE, SUSPENDED or ARCHIVED; raises `TenantUnavailable` for any other.
    """
    record = tenant.record
    answer = run(
        f"portal.{control}",
        record,
        by=by,
        reason=reason,
        arguments={},
        although_stopped=record.is_stopped,
    )
    return [Owner(**each) for each in answer["owners"]]
