"""Reads of tickets."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from branding.formats import ascii_digits
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import clients_like
from tenant_apps.clients.search import search_key

from .models import Attachment, Department, Message, Priority, Ticket

NOBODY = "nobody"
MINE = "mine"


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What the office's list is narrowed by; values that name nothing are left out."""

    text: str = ""
    status: str = ""
    priority: str = ""
    department: str = ""
    assignee: str = ""


def tickets_for_list(wish: TicketFilter, *, reader: User) -> QuerySet[Ticket]:
    """Tickets with what a row shows."""
    tickets = Ticket.objects.select_related("client", "department", "assignee")
    if wish.text:
        tickets = tickets.filter(_about(wish.text))
    if wish.status in Ticket.Status.values:
        tickets = tickets.filter(status=wish.status)
    if wish.priority in {str(value) for value in Priority.values}:
        tickets = tickets.filter(priority=int(wish.priority))
    if wish.department.isascii() and wish.department.isdecimal():
        tickets = tickets.filter(department=int(wish.department[:12]))
    return _assigned(tickets, wish.assignee, reader)


def tickets_of(client: Client) -> QuerySet[Ticket]:
    """A client's own tickets."""
    return Ticket.objects.filter(client=client).select_related("department")


def messages_of(ticket: Ticket, *, with_notes: bool) -> QuerySet[Message]:
    """What was said, oldest first; notes are the shop's own. Files come without their content."""
    messages = ticket.messages.order_by("pk")
    files = Prefetch("attachments", Attachment.objects.defer("content").order_by("pk"))
    messages = messages.prefetch_related(files)
    return messages if with_notes else messages.exclude(side=Message.Side.NOTE)


def open_departments() -> QuerySet[Department]:
    """Those that can be chosen, by name."""
    return Department.objects.filter(is_open=True).order_by("name")


def staff_who_answer() -> list[User]:
    """Whom a ticket can be given to."""
    return sorted(User.objects.holding("tickets.reply"), key=lambda person: person.name.casefold())


def open_counts() -> dict[str, int]:
    """How many tickets there are in each status but closed."""
    counted = Ticket.objects.exclude(status=Ticket.Status.CLOSED).values_list("status")
    return dict(counted.annotate(count=Count("pk")).order_by("status"))


def awaiting_client(client: Client) -> QuerySet[Ticket]:
    """The client's tickets that the shop has answered: what the portal's first page points to."""
    return tickets_of(client).filter(status=Ticket.Status.ANSWERED).order_by("-last_message_at")


def count_open(client: Client) -> int:
    """How many of a client's tickets are not closed."""
    return Ticket.objects.filter(client=client).exclude(status=Ticket.Status.CLOSED).count()


def _about(text: str) -> Q:
    digits = ascii_digits(text).lstrip("#").strip()
    if digits.isdecimal() and len(digits) < 12:
        return Q(pk=int(digits))
    in_subject = Q(search_subject__contains=search_key(text))
    return in_subject | Q(client__in=clients_like(text).values("pk"))


def _assigned(tickets: QuerySet[Ticket], whose: str, reader: User) -> QuerySet[Ticket]:
    if whose == MINE:
        return tickets.filter(assignee=reader)
    return tickets.filter(assignee=None) if whose == NOBODY else tickets
