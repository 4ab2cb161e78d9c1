"""Agenda tasks of settlement."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from shared_apps.agenda.door import handles, nightly
from shared_apps.crossings.registry import command_named
from shared_apps.kernel.actor import Actor
from tenants.context import current_tenant

from .mails import mail_owner
from .verbs.bills import remind_of_bills
from .verbs.charging import charge_due
from .verbs.returning import record_return
from .verbs.statements import issue_due, issue_statements, remind
from .verbs.taking import settle_payment


@nightly(time(1, 15))
@handles("settlement.nightly")
def each_night(payload: dict[str, Any], *, by: Actor) -> None:
    """Statements of the month that has ended; reminders of statements and bills that are open."""
    issue_due()
    remind()
    remind_of_bills()


@handles("settlement.issue_statements")
def issue(payload: dict[str, Any], *, by: Actor) -> None:
    issue_statements(datetime.fromisoformat(payload["ends_at"]), by=by)


@handles("settlement.mail_owners")
def tell_owners(payload: dict[str, Any], *, by: Actor) -> None:
    for owner in command_named("accounts.owners")(by=by)["owners"]:
        mail_owner(current_tenant().id, owner, payload)


@handles("settlement.settle_bill")
def settle_bill(payload: dict[str, Any], *, by: Actor) -> None:
    """Money came from a reseller: into what it is for."""
    settle_payment(payload["payment_uuid"], by=by)


@handles("settlement.record_return")
def take_return(payload: dict[str, Any], *, by: Actor) -> None:
    """Money went back to a reseller at the gateway."""
    record_return(payload["refund_uuid"], by=by)


@handles("settlement.charge_bill", outside=True)
def charge_bill(payload: dict[str, Any], *, by: Actor) -> None:
    """The day has come on which a bill is due."""
    charge_due(payload["bill"], by=by)
