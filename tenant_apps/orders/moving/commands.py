"""What a move has done in a reseller's tenant, by name (DESIGN, "Folders")."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from shared_apps.crossings.door import command
from shared_apps.kernel.actor import Actor
from tenant_apps.clients.models import Client

from ..announcements import announce_move
from ..queries import overdue_of
from . import incoming, outgoing


@command("orders.find_client_to_move")
def find_client(*, by: Actor, email: str) -> dict[str, Any]:
    """The one client with this address, for the operator, who knows no clients; nothing where it is not one."""
    found = list(Client.objects.present().filter(email=email.lower())[:2])
    return {"client_uuid": str(found[0].uuid), "name": found[0].name} if len(found) == 1 else {}


@command("orders.services_to_move")
def services_to_move(*, by: Actor, client_uuid: str) -> dict[str, Any]:
    """A client's currency and services, without prices."""
    client = Client.objects.present().get(uuid=client_uuid)
    services = [outgoing.described(service) for service in outgoing.moving(client)]
    return {"currency": client.currency, "services": services}


@command("orders.ask_client_to_move")
def ask_client(*, by: Actor, client_uuid: str, move_uuid: str, key: str, successor: str) -> dict[str, Any]:
    """Mail the client that terms wait for its agreement."""
    announce_move(Client.objects.get(uuid=client_uuid), key=f"{move_uuid}:{key}", successor=successor)
    return {}


@command("orders.overdue_before_move")
def overdue_before_move(*, by: Actor, client_uuid: str) -> dict[str, Any]:
    """The numbers of the invoices that a client is to pay before it goes."""
    client = Client.objects.get(uuid=client_uuid)
    return {"numbers": [invoice.label for invoice in overdue_of(client)]}


@command("orders.hand_over")
def hand_over(*, by: Actor, client_uuid: str, leaves_debt: bool = False) -> dict[str, Any]:
    """The pack of a client that leaves; `waits` says why it cannot be packed now.

    `leaves_debt`: the operator lets it go though something is overdue.
    """
    client = Client.objects.select_for_update(of=("self",)).get(uuid=client_uuid)
    if waits := outgoing.what_stands_against(client, leaves_debt=leaves_debt):
        return {"waits": waits}
    return {"pack": outgoing.hand_over(client, by=by)}


@command("orders.take_over")
def take_over(
    *, by: Actor, move_uuid: str, pack: dict[str, Any], terms: list[dict[str, Any]]
) -> dict[str, Any]:
    """Write what was packed; the uuid of the client here."""
    return {"client_uuid": str(incoming.take_over(UUID(move_uuid), pack, terms, by=by).uuid)}
