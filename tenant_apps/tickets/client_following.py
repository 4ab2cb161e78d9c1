"""What happens to a client's tickets when the client is erased."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.models import User
from tenant_apps.clients.following import erases
from tenant_apps.clients.models import Client, Contact

from .models import Attachment, Message, Ticket


@erases
def blank_tickets(client: Client, by: Actor) -> None:
    """What was said goes with its files; that there were tickets, and when, stays."""
    Attachment.objects.filter(message__ticket__client=client).delete()
    Message.objects.filter(ticket__client=client).delete()
    client.tickets.update(subject="–", search_subject="", opened_by=None)
    elsewhere = Contact.objects.exclude(client=client).values("person")
    leaving = User.objects.filter(contacts__client=client).exclude(pk__in=elsewhere)
    Ticket.objects.filter(opened_by__in=leaving).update(opened_by=None)
