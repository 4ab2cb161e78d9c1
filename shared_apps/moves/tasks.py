"""Agenda tasks of moves: mails, the day itself, and codes that nobody used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared_apps.agenda.door import Later, handles
from shared_apps.crossings.registry import command_named
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenants.context import current_tenant
from tenants.models import Tenant

from . import verbs
from .mails import mail_owner
from .models import ClientMove

ASK_AGAIN = timedelta(minutes=15)


@handles("moves.mail_owners")
def tell_owners(payload: dict[str, Any], *, by: Actor) -> None:
    tenant = Tenant.objects.get(pk=current_tenant().id)
    for owner in command_named("accounts.owners")(by=by)["owners"]:
        mail_owner(tenant, owner, payload)


@handles("moves.tell_client")
def tell_client(payload: dict[str, Any], *, by: Actor) -> None:
    """The client, who is the former reseller's still, is asked to agree."""
    move = ClientMove.objects.select_related("to_tenant").get(uuid=payload["move"])
    if move.status != ClientMove.Status.PROPOSED or move.to_tenant is None:
        return
    ask = command_named("orders.ask_client_to_move")
    ask(
        by=by,
        client_uuid=str(move.client_uuid),
        move_uuid=str(move.uuid),
        key=verbs.proposing.token_of(move),
        successor=move.to_tenant.name,
    )


@handles("moves.expire")
def expire(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.expire(payload["move"], by=by)


@handles("moves.hand_over")
def hand_over(payload: dict[str, Any], *, by: Actor) -> None:
    """Comes again while a payment or a set-up is under way."""
    if waits := verbs.hand_over(payload["move"], by=by):
        raise Later(ASK_AGAIN, waits)


@handles("moves.take_over")
def take_over(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.take_over(payload["move"], by=by)


@handles("moves.credit_former")
def credit_former(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.credit_former(payload["move"], Money(payload["minor"], payload["currency"]), payload["key"])
