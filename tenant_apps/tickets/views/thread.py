"""One ticket in the office: read, answer, note, hand over, close."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.lifecycle import IllegalMove
from tenant_apps.clients.people import person_of
from tenants.access import office

from ..attachments import download
from ..forms import HandlingForm, SayingForm
from ..history import events_of
from ..models import Attachment, Ticket
from ..queries import messages_of
from ..verbs import answer, close, hand_to, note, put_aside, reopen

_THEN = {Ticket.Status.WAITING, Ticket.Status.CLOSED}


@office("tickets.view")
@require_GET
def office_ticket(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was said, notes too."""
    return _page(request, _ticket(uuid))


@office("tickets.reply")
@require_POST
def office_ticket_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Answer the client, or write a note; with `then` the ticket is put aside or closed by the answer."""
    ticket, form = _ticket(uuid), SayingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, ticket, form)
    by, then = person_of(request).actor, request.POST.get("then", "")
    if then == "note":
        note(ticket, form.saying, by=by)
    else:
        answer(ticket, form.saying, by=by, then=then if then in _THEN else Ticket.Status.ANSWERED)
        messages.success(request, _("The answer is on its way."))
    return redirect("office_ticket", uuid)


@office("tickets.reply")
@require_POST
def office_ticket_handling(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give it to somebody, to a department, another priority."""
    ticket = _ticket(uuid)
    form = HandlingForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return _page(request, ticket, handling=form)
    hand_to(ticket, **form.cleaned_data, by=person_of(request).actor)
    messages.success(request, _("The changes are saved."))
    return redirect("office_ticket", uuid)


@office("tickets.reply")
@require_POST
def office_ticket_waiting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put it aside: somebody else is to act first."""
    try:
        put_aside(_ticket(uuid), by=person_of(request).actor)
    except IllegalMove:
        messages.warning(request, _("The ticket is closed."))
    return redirect("office_ticket", uuid)


@office("tickets.reply")
@require_POST
def office_ticket_closure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is settled; the client is told."""
    close(_ticket(uuid), by=person_of(request).actor, tells_client=True)
    return redirect("office_ticket", uuid)


@office("tickets.reply")
@require_POST
def office_ticket_opening(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is not settled after all."""
    reopen(_ticket(uuid), by=person_of(request).actor)
    return redirect("office_ticket", uuid)


@office("tickets.view")
@require_GET
def office_ticket_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A file of a ticket, to save."""
    return download(get_object_or_404(Attachment, uuid=uuid))


def _ticket(uuid: UUID) -> Ticket:
    tickets = Ticket.objects.select_related("client", "department", "assignee", "opened_by")
    return get_object_or_404(tickets, uuid=uuid)


def _page(
    request: HttpRequest,
    ticket: Ticket,
    form: SayingForm | None = None,
    *,
    handling: HandlingForm | None = None,
) -> HttpResponse:
    context = {
        "ticket": ticket,
        "said": messages_of(ticket, with_notes=True),
        "form": form or SayingForm(),
        "handling": handling or HandlingForm(ticket=ticket),
        "events": events_of(ticket),
        "can_reply": person_of(request).can("tickets.reply"),
    }
    failed = (form and form.errors) or (handling and handling.errors)
    return render(request, "office/tickets/detail.html", context, status=422 if failed else 200)
