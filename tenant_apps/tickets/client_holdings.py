"""What a client takes along of its tickets: what both sides said, and the files. Notes are the office's own."""

from __future__ import annotations

from tenant_apps.clients.holdings import Files, holds, plain_name, rows_as_json
from tenant_apps.clients.models import Client

from .models import Attachment, Message


@holds
def tickets(client: Client) -> Files:
    """Tickets, messages and attachments."""
    rows = client.tickets.order_by("pk")
    yield (
        "tickets.json",
        rows_as_json(rows, "uuid", "subject", "status", "priority", "created_at", "closed_at"),
    )
    said = Message.objects.filter(ticket__client=client).exclude(side=Message.Side.NOTE).order_by("pk")
    yield "ticket-messages.json", rows_as_json(said, "ticket__uuid", "side", "author_label", "text", "at")
    files = Attachment.objects.filter(message__in=said).select_related("message__ticket").order_by("pk")
    for one in files.iterator(chunk_size=1):
        yield f"tickets/{one.message.ticket_id}/{plain_name(one.name)}", bytes(one.content)
