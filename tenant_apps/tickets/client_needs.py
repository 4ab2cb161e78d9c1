"""Tickets that wait for the client's answer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.clients.needs import Need, needs

from .queries import awaiting_client

MOST = 5


@needs
def answered(client: Client, person: User) -> list[Need]:
    """The office has answered; the client has not read on yet, or has to say more."""
    if not person.can("client.tickets"):
        return []
    return [
        Need(
            title=_("Your ticket has an answer: %(subject)s") % {"subject": ticket.subject},
            url=reverse("client_ticket", args=[ticket.uuid]),
            action=_("Read"),
            icon="message-circle",
            tone="info",
            at=ticket.last_message_at,
        )
        for ticket in awaiting_client(client)[:MOST]
    ]
