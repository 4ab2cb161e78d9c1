"""Mails about tickets: written in the transaction of what they announce."""

from __future__ import annotations

from typing import Any

from tenant_apps.accounts.links import link
from tenant_apps.clients.queries import owners_of
from tenant_apps.notices.verbs import Recipient, mail_staff, recipient_of, send_mail

from .models import Message, Ticket

ANSWERS = "tickets.reply"


def announce_ticket(ticket: Ticket, message: Message) -> None:
    """A new question: the client hears that it has come, the team that it waits."""
    key = str(message.uuid)
    _to_client("opened", ticket, message, key=key)
    _to_staff("opened_staff", ticket, message, key=key)


def announce_question(ticket: Ticket, message: Message) -> None:
    """The client said more: to whoever looks after the ticket, else to the team."""
    _to_staff("asked_staff", ticket, message, key=str(message.uuid))


def announce_answer(ticket: Ticket, message: Message) -> None:
    """The shop has answered."""
    _to_client("answered", ticket, message, key=str(message.uuid))


def announce_closure(ticket: Ticket) -> None:
    """The shop thinks that it is settled."""
    closed = ticket.closed_at.isoformat() if ticket.closed_at else ""
    _to_client("closed", ticket, None, key=f"{ticket.uuid}:{closed}")


def _to_client(template: str, ticket: Ticket, message: Message | None, *, key: str) -> None:
    context = _about(ticket, message) | {"url": link("client_ticket", uuid=ticket.uuid)}
    send_mail(f"tickets/{template}", to=_recipient(ticket), context=context, key=f"tickets.{template}:{key}")


def _to_staff(template: str, ticket: Ticket, message: Message, *, key: str) -> None:
    context = _about(ticket, message) | {"url": link("office_ticket", uuid=ticket.uuid)}
    name, key = f"tickets/{template}", f"tickets.{template}:{key}"
    if ticket.assignee and ticket.assignee.can(ANSWERS):
        send_mail(name, to=recipient_of(ticket.assignee), context=context, key=key)
    else:
        mail_staff(name, permission=ANSWERS, context=context, key=key)


def _recipient(ticket: Ticket) -> Recipient:
    """Whoever asked, while they look after the client; else the client's own address."""
    asked = ticket.opened_by
    if asked and asked.is_active and ticket.client.contacts.filter(person=asked).exists():
        return recipient_of(asked)
    owner = owners_of(ticket.client).first()
    language = (owner.language if owner else "") or ticket.client.language
    return Recipient(email=ticket.client.email, name=ticket.client.name[:120], language=language)


def _about(ticket: Ticket, message: Message | None) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "subject_line": ticket.subject,
        "client": ticket.client.name,
        "message": message.text if message else "",
    }
