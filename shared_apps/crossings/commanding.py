"""Run a tenant's command: by name, inside the tenant, audited on both sides."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from tenants.context import acting_in, acting_in_stopped
from tenants.models import Tenant
from tenants.records import TenantRecord

from .registry import command_named


def run(
    name: str,
    tenant: TenantRecord,
    *,
    by: Actor,
    reason: str,
    arguments: dict[str, Any],
    although_stopped: bool = False,
) -> dict[str, Any]:
    """Run a tenant's command in one transaction inside it, and write who, what and why on both sides.

    `although_stopped` is for the operator's controls over a tenant that is suspended or archived.
    Raises `UnknownCommand`, and what `acting_in` and the command raise; then nothing is written.
    """
    verb = command_named(name)
    enter = acting_in_stopped if although_stopped else acting_in
    with enter(tenant), transaction.atomic():
        answer = verb(by=by, **arguments)
        subject = Tenant.objects.get(pk=tenant.id)
        for table in (None, apps.get_model("accounts.Event")):
            record(subject, name, by=by, reason=reason, into=table)
    return answer
