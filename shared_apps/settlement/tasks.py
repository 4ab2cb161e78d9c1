"""Agenda tasks of settlement."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from shared_apps.agenda.door import handles, nightly
from shared_apps.crossings.registry import command_named
from shared_apps.kernel.actor import Actor
from tenants.context import current_tenant

from .mails import mail_owner
from .verbs.statements import issue_due, issue_statements, remind


@nightly(time(1, 15))
@handles("settlement.nightly")
def each_night(payload: dict[str, Any], *, by: Actor) -> None:
    """Statements of the month that has ended, and reminders of those that are open."""
    issue_due()
    remind()


@handles("settlement.issue_statements")
def issue(payload: dict[str, Any], *, by: Actor) -> None:
    issue_statements(datetime.fromisoformat(payload["ends_at"]), by=by)


@handles("settlement.mail_owners")
def tell_owners(payload: dict[str, Any], *, by: Actor) -> None:
    for owner in command_named("accounts.owners")(by=by)["owners"]:
        mail_owner(current_tenant().id, owner, payload)
