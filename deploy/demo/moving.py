"""Clients of one shop on their way to another: one reads the terms, one has agreed to the day."""

from __future__ import annotations

from datetime import timedelta

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.moves import door as moves
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import client_of
from tenant_apps.orders.moving.pricing import priced
from tenant_apps.storefront.verbs import put_suggested_offers
from tenants.context import acting_in
from tenants.models import Tenant

FORMER, SUCCESSOR = "bulutsan", "mekhthai"
COMING = ("ayse@bulutsan.example", 12, False), ("burak@bulutsan.example", 21, True)


def load(by: Actor) -> None:
    """Two moves; nothing where the clients have one."""
    former, successor = (Tenant.objects.get(slug=slug) for slug in (FORMER, SUCCESSOR))
    for email, days, agrees in COMING:
        with acting_in(former.record):
            person = User.objects.get(email=email)
            client = client_of(person)
            code = moves.make_code(client.uuid, client.name, by=by) if client and not _moves(client) else ""
        if code:
            with acting_in(successor.record):
                move = _propose(code, days, by)
            if agrees:
                with acting_in(former.record):
                    moves.agree(move.uuid, shown=move.token, by=person.actor)


def _moves(client: Client) -> bool:
    return moves.move_of(client.uuid) is not None


def _propose(code: str, days: int, by: Actor) -> moves.MoveCard:
    found = moves.look_up(code)
    has = moves.services_of(found.uuid)
    # The other shop sells in another currency: without prices in the client's there is nothing to propose.
    skus = {item["sku"] for service in has["services"] for item in service["items"]}
    put_suggested_offers(sorted(skus), currency=has["currency"], by=by)
    day = (now() + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    return moves.propose(found.uuid, terms=priced(has["services"], has["currency"]), cut_over_at=day, by=by)
