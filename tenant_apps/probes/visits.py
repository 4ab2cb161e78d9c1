"""A visit of the owner to each client, and the link by which a client would answer it."""

from __future__ import annotations

from shared_apps.crossings.door import Consent, Kind, Party, Wish, ask, link_of_request
from shared_apps.isolation.door import Token, hands_out, plants
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenants.context import current_tenant

from .people import CLIENTS, address


@plants("visits")
def visits(word: str) -> None:
    """The owner asks each client to be let in."""
    owner = User.objects.get(email=address(word, "owner"))
    here = current_tenant()
    for number in CLIENTS:
        client = Client.objects.get(email=address(word, number))
        contact = User.objects.get(email=address(word, number))
        source, target = (Party(here, each.uuid, str(each)) for each in (owner, contact))
        wish = Wish(Kind.OFFICE_CLIENT, source, target, f"Question {word}", client_uuid=client.uuid)
        ask(wish, consent=Consent.ASK, by=owner.actor)


@hands_out("answer link of a visit")
def answer_link() -> Token | None:
    path = link_of_request()
    return Token(path.rstrip("/").rpartition("/")[2], path=path) if path else None
