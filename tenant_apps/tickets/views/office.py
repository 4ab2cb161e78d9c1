"""Tickets in the office: the list, a new one, what a client has asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.keyset import page_of
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office

from ..errors import TooManyTickets
from ..forms import TicketForm
from ..models import Department, Priority, Ticket
from ..queries import MINE, NOBODY, TicketFilter, open_counts, tickets_for_list, tickets_of
from ..verbs import open_ticket
from .tabs import status_tabs

SORTS = {"message": "last_message_at", "created": "created_at", "priority": "priority"}


@office("tickets.view")
@require_GET
def office_tickets(request: HttpRequest) -> HttpResponse:
    """Every ticket: searched, filtered, sorted; the newest message first."""
    query = request.GET
    sort = query.get("sort", "")
    field = SORTS.get(sort.lstrip("-"), "")
    order = f"{'-' if sort.startswith('-') else ''}{field}" if field else "-last_message_at"
    context = {
        "page": page_of(_wished(query, person_of(request)), query, order=order),
        "tabs": status_tabs(query, open_counts()),
        "priorities": Priority.choices,
        "departments": Department.objects.order_by("name"),
        "whose": [(MINE, _("Mine")), (NOBODY, _("Nobody"))],
        "query": query,
    }
    return render(request, "office/tickets/list.html", context)


@office("tickets.view")
@require_GET
def office_tickets_export(request: HttpRequest) -> HttpResponse:
    """The tickets of the list as it is filtered, for a spreadsheet."""
    heads = [
        _("Number"),
        _("Subject"),
        _("Client"),
        _("Status"),
        _("Priority"),
        _("Department"),
        _("Assigned to"),
        _("Since"),
        _("Last message"),
    ]
    tickets = _wished(request.GET, person_of(request)).order_by("-last_message_at", "-pk")
    return csv_answer("tickets", heads, map(_cells, tickets.iterator(chunk_size=2000)))


@office("tickets.reply")
@require_http_methods(["GET", "HEAD", "POST"])
def office_ticket_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open a ticket for a client."""
    client = get_object_or_404(Client, uuid=uuid)
    form = TicketForm(request.POST, request.FILES) if request.method == "POST" else TicketForm()
    if request.method == "POST" and form.is_valid():
        try:
            ticket = open_ticket(client, form.wish, by=person_of(request).actor)
        except TooManyTickets:
            form.add_error(None, _("Many tickets are open. Wait for an answer or close some."))
        else:
            messages.success(request, _("The ticket is open, and the client has a mail."))
            return redirect("office_ticket", ticket.uuid)
    context = {"form": form, "client": client}
    return render(request, "office/tickets/form.html", context, status=422 if form.errors else 200)


@office("tickets.view")
@require_GET
def office_client_tickets(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A client's tickets: a tab of its page."""
    client = get_object_or_404(Client, uuid=uuid)
    tickets = tickets_of(client).select_related("client", "assignee")
    page = page_of(tickets, request.GET, order="-last_message_at")
    return render(request, "office/clients/tickets.html", {"client": client, "page": page})


def _wished(query: QueryDict, reader: User) -> Any:
    names = {"text": "q", "status": "status", "priority": "priority"}
    others = {"department": "department", "assignee": "assignee"}
    asked = {name: typed(query, key) for name, key in (names | others).items()}
    return tickets_for_list(TicketFilter(**asked), reader=reader)


def _cells(ticket: Ticket) -> list[object]:
    return [
        ticket.number,
        ticket.subject,
        ticket.client.name,
        ticket.get_status_display(),
        ticket.get_priority_display(),
        ticket.department or "",
        ticket.assignee.name if ticket.assignee else "",
        ticket.created_at.date().isoformat(),
        ticket.last_message_at.date().isoformat(),
    ]
