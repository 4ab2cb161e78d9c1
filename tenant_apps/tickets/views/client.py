"""A client's tickets, in the portal (REQUIREMENTS S3.19, S3.28)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.keyset import page_of
from tenant_apps.clients.people import person_of
from tenant_apps.clients.portal import may, require
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ..attachments import download
from ..errors import TooManyTickets
from ..forms import SayingForm, TicketForm
from ..models import Attachment, Message, Ticket
from ..queries import messages_of, tickets_of
from ..verbs import SWITCH, ask, close, open_ticket, reopen
from .tabs import status_tabs


@client("client.tickets")
@require_GET
def client_tickets(request: HttpRequest) -> HttpResponse:
    """Every ticket of the client, the one with the newest message first."""
    tickets = tickets_of(client_or_404(person_of(request)))
    status = request.GET.get("status", "")
    if status in Ticket.Status.values:
        tickets = tickets.filter(status=status)
    page = page_of(tickets, request.GET, order="-last_message_at", size=25)
    context = {"page": page, "tabs": status_tabs(request.GET), "may_ask": may(SWITCH)}
    return render(request, "client/tickets/list.html", context)


@client("client.tickets")
@require_http_methods(["GET", "HEAD", "POST"])
def client_ticket_new(request: HttpRequest) -> HttpResponse:
    """Ask something. Raises `SwitchedOff` where clients may not."""
    require(SWITCH, by=person_of(request).actor)
    mine = client_or_404(person_of(request))
    form = TicketForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        person = person_of(request)
        try:
            ticket = open_ticket(mine, form.wish, by=person.actor, opened_by=person)
        except TooManyTickets:
            form.add_error(None, _("Many tickets are open. Wait for an answer or close some."))
        else:
            messages.success(request, _("Thank you. We will write to you as soon as there is an answer."))
            return redirect("client_ticket", ticket.uuid)
    return render(request, "client/tickets/form.html", {"form": form}, status=422 if form.errors else 200)


@client("client.tickets")
@require_http_methods(["GET", "HEAD", "POST"])
def client_ticket(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was said, and a form to say more."""
    ticket = _ticket(request, uuid)
    if request.method == "POST":
        require(SWITCH, by=person_of(request).actor)
    form = SayingForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        ask(ticket, form.saying, by=person_of(request).actor)
        return redirect("client_ticket", uuid)
    context = {
        "ticket": ticket,
        "said": messages_of(ticket, with_notes=False),
        "form": form,
        "may_ask": may(SWITCH),
    }
    return render(request, "client/tickets/detail.html", context, status=422 if form.errors else 200)


@client("client.tickets")
@require_POST
def client_ticket_closure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is settled."""
    close(_ticket(request, uuid), by=person_of(request).actor)
    messages.success(request, _("The ticket is closed. Write again to open it."))
    return redirect("client_ticket", uuid)


@client("client.tickets")
@require_POST
def client_ticket_opening(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is not settled after all."""
    reopen(_ticket(request, uuid), by=person_of(request).actor)
    return redirect("client_ticket", uuid)


@client("client.tickets")
@require_GET
def client_ticket_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A file of a ticket, to save; never one of an internal note."""
    mine = client_or_404(person_of(request))
    seen = Attachment.objects.filter(message__ticket__client=mine).exclude(message__side=Message.Side.NOTE)
    return download(get_object_or_404(seen, uuid=uuid))


def _ticket(request: HttpRequest, uuid: UUID) -> Ticket:
    return get_object_or_404(tickets_of(client_or_404(person_of(request))), uuid=uuid)


def _sent(request: HttpRequest) -> tuple[object, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()
