"""Moves of clients in the console: all of them, one, and the operator's own request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of
from tenants.access import console
from tenants.context import acting_in

from ..errors import MoveOpen
from ..forms import MoveForm, ShareForm
from ..models import ClientMove, MoveStatus
from ..queries import moves
from ..terms import shown
from ..verbs import begin_for, overdue_of, set_share, waive_debt, withdraw


@console("moves.edit")
@require_GET
def console_moves(request: HttpRequest) -> HttpResponse:
    """Every move, newest first, by status."""
    status, wanted = request.GET.get("status", ""), moves()
    if status in MoveStatus.values:
        wanted = wanted.filter(status=status)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:100]:
        wanted = wanted.filter(client_name__icontains=text)
    tabs = [{"label": _("All"), "url": "?", "current": not status}] + [
        {"label": label, "url": f"?status={value}", "current": value == status}
        for value, label in MoveStatus.choices
    ]
    return render(request, "console/moves/list.html", {"page": page_of(wanted, request.GET), "tabs": tabs})


@console("moves.edit")
@require_http_methods(["GET", "POST"])
def console_move_new(request: HttpRequest) -> HttpResponse:
    """Ask a reseller to propose terms to a client of another one."""
    form = MoveForm(request.POST or None)
    if form.is_valid():
        try:
            if move := _begin(form.cleaned_data, by=_actor(request)):
                messages.success(request, _("The new reseller is asked to propose terms."))
                return redirect("console_move", move.uuid)
            form.add_error("email", _("That reseller has no client, or more than one, with this address."))
        except MoveOpen:
            form.add_error("email", _("This client moves already."))
    return render(request, "console/moves/new.html", {"form": form})


@console("moves.edit")
@require_GET
def console_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One move: between whom, on what terms, what came of it."""
    return _page(request, _move(uuid))


@console("moves.edit")
@require_POST
def console_move_share(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree what of the margin the former reseller keeps, and for how long."""
    move, form = _move(uuid), ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, move, form)
    said = form.cleaned_data
    set_share(move, share_bp=said["share_bp"], months=said["share_months"], by=_actor(request))
    messages.success(request, _("The changes are saved."))
    return redirect("console_move", uuid)


@console("moves.edit")
@require_POST
def console_move_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop a move that has not happened."""
    try:
        withdraw(_move(uuid), reason=request.POST.get("reason", "").strip()[:500], by=_actor(request))
        messages.success(request, _("The move is withdrawn."))
    except IllegalMove:
        messages.info(request, _("It is too late to withdraw."))
    return redirect("console_move", uuid)


@console("moves.edit")
@require_POST
def console_move_debt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let the client go though it owes the former reseller something."""
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:500]
    if not reason:
        messages.error(request, _("Give a reason."))
        return redirect("console_move", uuid)
    try:
        waive_debt(_move(uuid), reason=reason, by=_actor(request))
        messages.success(request, _("The changes are saved."))
    except IllegalMove:
        messages.info(request, _("The offer is no longer open."))
    return redirect("console_move", uuid)


def _overdue(move: ClientMove, *, by: Actor) -> list[str]:
    """What keeps an open move back; a former reseller that is stopped is not asked."""
    if not move.can_be_withdrawn or move.tenant.status != move.tenant.Status.LIVE:
        return []
    with acting_in(move.tenant.record):
        return overdue_of(move.client_uuid, by=by)


def _begin(said: dict[str, Any], *, by: Actor) -> ClientMove | None:
    tenant, reason = said["tenant"], said["reason"]
    arguments = {"email": said["email"]}
    found = run("orders.find_client_to_move", tenant.record, by=by, reason=reason, arguments=arguments)
    if not found:
        return None
    with acting_in(tenant.record):
        return begin_for(UUID(found["client_uuid"]), found["name"], said["to_tenant"], reason=reason, by=by)


def _page(request: HttpRequest, move: ClientMove, form: ShareForm | None = None) -> HttpResponse:
    initial = {"share_bp": move.share_bp, "share_months": move.share_months}
    context = {
        "move": move,
        "terms": shown(move.terms),
        "shares": list(move.shares.order_by("-pk")[:50]),
        "form": form or ShareForm(initial=initial),
        "history": history_of(move),
        "overdue": _overdue(move, by=_actor(request)),
    }
    return render(request, "console/moves/move.html", context)


def _move(uuid: UUID) -> ClientMove:
    return get_object_or_404(moves(), uuid=uuid)


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
