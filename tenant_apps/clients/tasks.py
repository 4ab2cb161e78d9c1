"""Agenda tasks: mails to a client's owners about visits to their account."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles, schedule
from shared_apps.crossings.door import facts_of_visit
from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.links import link
from tenant_apps.notices.verbs import recipient_of, send_mail

from .following import erases
from .imports.begin import forget_client
from .marking import mark_some
from .models import Client, ClientBulk, ClientExport, Contact
from .queries import owners_of
from .verbs.bulk import go_on
from .verbs.deletion import erase_when_due
from .verbs.domain import is_due, look_at_domain
from .verbs.take_along import pack


@handles("clients.ask_for_entry")
def ask_for_entry(payload: dict[str, Any], *, by: Actor) -> None:
    """Staff want to act for the client, who has said: ask me."""
    _to_owners(payload["crossing"], "asked", with_answer=True)


@handles("clients.tell_of_visit")
def tell_of_visit(payload: dict[str, Any], *, by: Actor) -> None:
    """Somebody acted for the client; nothing is mailed when nothing was done."""
    _to_owners(payload["crossing"], "visited", with_answer=False)


def _to_owners(crossing: str, template: str, *, with_answer: bool) -> None:
    found = facts_of_visit(crossing)
    if found is None or not (with_answer or found[1]["deeds"]):
        return
    client_uuid, facts = found
    answer_url = facts.pop("answer_url")
    facts["url"] = answer_url if with_answer else link("client_access")
    for client in Client.objects.filter(uuid=client_uuid):
        for owner in owners_of(client).filter(contacts__client=client, contacts__role=Contact.Role.OWNER):
            key = f"crossings.{template}:{crossing}:{owner.uuid}"
            send_mail(f"crossings/{template}", to=recipient_of(owner), context=facts, key=key)


@handles("clients.check_domain", outside=True)
def check_domain(payload: dict[str, Any], *, by: Actor) -> None:
    """Look at a proved domain again, unless the client has another one by now."""
    client = Client.objects.present().filter(uuid=payload["client"], domain=payload["host"]).first()
    if client and is_due(client):
        look_at_domain(client, by=by)


@handles("clients.erase")
def erase(payload: dict[str, Any], *, by: Actor) -> None:
    """The grace of a deletion is over; nothing where it was taken back."""
    client = Client.objects.filter(uuid=payload["client"]).first()
    if client:
        erase_when_due(client, payload["at"], by=by)


@handles("clients.bulk")
def bulk(payload: dict[str, Any], *, by: Actor) -> None:
    """Do one thing to some more clients."""
    for found in ClientBulk.objects.select_for_update().filter(uuid=payload["bulk"]):
        if not found.is_complete:
            go_on(found)


@handles("clients.mark_all")
def mark_all(payload: dict[str, Any], *, by: Actor) -> None:
    """Clients that were there before there were marks; some at a time."""
    if last := mark_some(payload.get("after", 0)):
        schedule("clients.mark_all", {"after": last}, key=str(last))


@handles("clients.export")
def export(payload: dict[str, Any], *, by: Actor) -> None:
    """Pack what is kept of a client."""
    for found in ClientExport.objects.select_for_update().filter(uuid=payload["export"], done_at=None):
        pack(found)


@handles("clients.export_forget")
def export_forget(payload: dict[str, Any], *, by: Actor) -> None:
    """An archive lies about for a week at most."""
    ClientExport.objects.filter(uuid=payload["export"]).delete()


@erases
def forget_files(client: Client, by: Actor) -> None:
    """What stood of somebody in files of clients, and what they took along."""
    forget_client(client)
    client.exports.all().delete()
