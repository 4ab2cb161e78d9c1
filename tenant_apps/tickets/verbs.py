"""What happens to tickets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.clients.portal import require

from .announcements import announce_answer, announce_closure, announce_question, announce_ticket
from .attachments import Files, check_files, keep_files
from .errors import DepartmentInUse, NotOnStaff, TooManyTickets
from .models import Department, Message, Priority, Ticket
from .queries import count_open

MOST_OPEN = 50
SWITCH = "may_open_tickets"


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says: text, files, and the key of the form, so that one sent twice says it once."""

    text: str
    files: Files = ()
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class TicketWish:
    """What a new ticket is about."""

    subject: str
    saying: Saying
    department: Department | None = None
    priority: int = Priority.NORMAL


@transaction.atomic
def open_ticket(client: Client, wish: TicketWish, *, by: Actor, opened_by: User | None = None) -> Ticket:
    """Take in a question of a client's; without `opened_by` staff ask it for them (REQUIREMENTS S3.19, S3.28).

    Raises `TooManyTickets`, `AttachmentRefused`, and `SwitchedOff` for clients who may not.
    """
    require(SWITCH, by=by)
    check_files(wish.saying.files)
    # New tickets of a client take turns, so that they count each other.
    Client.objects.select_for_update().get(pk=client.pk)
    said = Message.objects.select_related("ticket").filter(key=wish.saying.key, ticket__client=client).first()
    if said:
        return said.ticket
    if count_open(client) >= MOST_OPEN:
        raise TooManyTickets(client.name)
    ticket = Ticket.objects.create(
        client=client,
        subject=wish.subject,
        department=wish.department,
        priority=wish.priority,
        opened_by=opened_by,
    )
    record(ticket, "open", by=by)
    message = _say(ticket, wish.saying, Message.Side.CLIENT if opened_by else Message.Side.STAFF, by)
    if opened_by:
        announce_ticket(ticket, message)
    else:
        ticket.move(Ticket.Status.ANSWERED, by=by)
        announce_answer(ticket, message)
    return ticket


@transaction.atomic
def ask(ticket: Ticket, saying: Saying, *, by: Actor) -> None:
    """The client says more: the ticket is open again, whatever it was. Raises `AttachmentRefused` and `SwitchedOff`."""
    require(SWITCH, by=by)
    check_files(saying.files)
    locked = _locked(ticket)
    if _is_said(locked, saying):
        return
    message = _say(locked, saying, Message.Side.CLIENT, by)
    _become(locked, Ticket.Status.OPEN, by=by)
    announce_question(locked, message)


@transaction.atomic
def answer(ticket: Ticket, saying: Saying, *, by: Actor, then: str = Ticket.Status.ANSWERED) -> None:
    """The shop answers; `then` is what the ticket becomes: answered, waiting or closed. Raises `AttachmentRefused`."""
    check_files(saying.files)
    locked = _locked(ticket)
    if _is_said(locked, saying):
        return
    message = _say(locked, saying, Message.Side.STAFF, by)
    _become(locked, Ticket.Status.ANSWERED, by=by)
    _become(locked, then, by=by)
    announce_answer(locked, message)


@transaction.atomic
def note(ticket: Ticket, saying: Saying, *, by: Actor) -> None:
    """Write down what only the shop reads. Raises `AttachmentRefused`."""
    check_files(saying.files)
    locked = _locked(ticket)
    if not _is_said(locked, saying):
        _say(locked, saying, Message.Side.NOTE, by)


@transaction.atomic
def close(ticket: Ticket, *, by: Actor, tells_client: bool = False) -> None:
    """It is settled; closed already, it stays so. The client is told where the shop closes it."""
    locked = _locked(ticket)
    if locked.is_closed:
        return
    _become(locked, Ticket.Status.CLOSED, by=by)
    if tells_client:
        announce_closure(locked)


@transaction.atomic
def reopen(ticket: Ticket, *, by: Actor) -> None:
    """It is not settled after all; one that is not closed stays as it is. Raises `SwitchedOff`."""
    require(SWITCH, by=by)
    locked = _locked(ticket)
    if locked.is_closed:
        _become(locked, Ticket.Status.OPEN, by=by)


@transaction.atomic
def put_aside(ticket: Ticket, *, by: Actor) -> None:
    """Somebody else is to act first. Raises `IllegalMove` for a closed one."""
    locked = _locked(ticket)
    if locked.status != Ticket.Status.WAITING:
        locked.move(Ticket.Status.WAITING, by=by)


@transaction.atomic
def hand_to(
    ticket: Ticket, *, assignee: User | None, department: Department | None, priority: int, by: Actor
) -> None:
    """Who sees to it, where it belongs and how soon. Raises `NotOnStaff`."""
    if assignee and not assignee.can("tickets.reply"):
        raise NotOnStaff(assignee.name)
    locked = _locked(ticket)
    wished: dict[str, Any] = {"assignee": assignee, "department": department, "priority": priority}
    changed = {name: value for name, value in wished.items() if getattr(locked, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changed))
    data: dict[str, Any] = {name: str(value or "") for name, value in changed.items()}
    record(locked, "hand over", by=by, **data)


@transaction.atomic
def save_department(department: Department, *, by: Actor) -> None:
    """Add or change a department."""
    verb = "edit" if department.pk else "add"
    department.save()
    record(department, verb, by=by, is_open=department.is_open)


@transaction.atomic
def remove_department(department: Department, *, by: Actor) -> None:
    """Remove one that no ticket was sent to. Raises `DepartmentInUse`."""
    locked = Department.objects.select_for_update().get(pk=department.pk)
    if locked.tickets.exists():
        raise DepartmentInUse(locked.name)
    record(locked, "remove", by=by)
    locked.delete()


def _locked(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_for_update(of=("self",)).select_related("client").get(pk=ticket.pk)


def _is_said(ticket: Ticket, saying: Saying) -> bool:
    return Message.objects.filter(key=saying.key, ticket=ticket).exists()


def _say(ticket: Ticket, saying: Saying, side: str, by: Actor) -> Message:
    message = Message.objects.create(
        key=saying.key,
        ticket=ticket,
        side=side,
        author_key=by.key,
        author_label=by.label[:200],
        acting_for=by.acting_for[:200],
        text=saying.text,
    )
    keep_files(message, saying.files)
    if not message.is_note:
        Ticket.objects.filter(pk=ticket.pk).update(last_message_at=message.at)
    return message


def _become(ticket: Ticket, status: str, *, by: Actor) -> None:
    if ticket.status != status:
        ticket.move(status, by=by, closed_at=now() if status == Ticket.Status.CLOSED else None)
