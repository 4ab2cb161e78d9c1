"""The way back, from shared code into a tenant: a command, run by name, audited on both sides."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from tenants.context import acting_in
from tenants.models import Tenant
from tenants.records import TenantRecord

from .registry import command, command_named

__all__ = ["command", "run"]


def run(
    name: str, tenant: TenantRecord, *, by: Actor, reason: str, arguments: dict[str, Any]
) -> dict[str, Any]:
    """Run a tenant's command in one transaction inside it, and write who, what and why on both sides.

    Raises `UnknownCommand`, and what `acting_in` and the command raise; then nothing is written.
    """
    verb = command_named(name)
    with acting_in(tenant), transaction.atomic():
        answer = verb(by=by, **arguments)
        subject = Tenant.objects.get(pk=tenant.id)
        for table in (None, apps.get_model("accounts.Event")):
            record(subject, name, by=by, reason=reason, into=table)
    return answer
