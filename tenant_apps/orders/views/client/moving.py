"""A client goes to another provider: a code, terms to agree to, and what came of it (REQUIREMENTS S5.17)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import only_oneself
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.moves import door as moves
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...moving.outgoing import moving
from ...queries import open_invoices_of, overdue_of


@client("client.data")
@require_GET
def client_move(request: HttpRequest) -> HttpResponse:
    """Where the move stands, and what it means."""
    return _page(request, client_or_404(person_of(request)))


@client("client.data")
@require_POST
def client_move_code(request: HttpRequest) -> HttpResponse:
    """A new code, shown once."""
    mine = client_or_404(person_of(request))
    try:
        code = moves.make_code(mine.uuid, mine.name, by=person_of(request).actor)
    except moves.MoveOpen:
        messages.info(request, _("This is on its way already."))
        return redirect("client_move")
    except moves.DebtFirst:
        # The page says what is to be paid.
        messages.warning(request, _("Pay what is overdue first"))
        return redirect("client_move")
    answer = _page(request, mine, code=code)
    answer["Cache-Control"] = "private, no-store"
    return answer


@client("client.data")
@require_POST
def client_move_agreement(request: HttpRequest) -> HttpResponse:
    """Agree to the terms that were shown."""
    person = person_of(request)
    only_oneself(person.actor)
    move = moves.move_of(client_or_404(person).uuid)
    if "sure" not in request.POST:
        messages.error(request, _("Tick that you are sure."))
    elif move is None:
        messages.info(request, _("The offer is no longer open."))
    else:
        try:
            moves.agree(move.uuid, shown=request.POST.get("shown", ""), by=person.actor)
            messages.success(request, _("It is agreed. Both providers are told."))
        except moves.TermsDiffer:
            messages.error(request, _("The terms have changed meanwhile. Read them again."))
        except moves.DebtFirst:
            messages.warning(request, _("Pay what is overdue first"))
        except IllegalMove:
            messages.info(request, _("The offer is no longer open."))
    return redirect("client_move")


@client("client.data")
@require_POST
def client_move_withdrawal(request: HttpRequest) -> HttpResponse:
    """Stay after all."""
    person = person_of(request)
    only_oneself(person.actor)
    move = moves.move_of(client_or_404(person).uuid)
    try:
        if move:
            moves.withdraw(move.uuid, reason=_("The client stays."), by=person.actor)
            messages.success(request, _("You stay here. Nothing was moved."))
    except IllegalMove:
        messages.info(request, _("It is too late to withdraw."))
    return redirect("client_move")


def _page(request: HttpRequest, mine: Client, *, code: str = "") -> HttpResponse:
    move = moves.move_of(mine.uuid)
    is_staying = move is None or (not move.has_left and not move.is_debt_waived)
    context = {
        "overdue": overdue_of(mine) if is_staying else [],
        "client": mine,
        "move": move,
        "code": code,
        "services": list(moving(mine)),
        "unpaid": open_invoices_of(mine),
    }
    return render(request, "client/move.html", context)
