"""Clients that come from another reseller, or go to one (REQUIREMENTS S5.17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.actor import only_oneself
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.moves import door as moves
from tenant_apps.accounts.limits import may_try_coupon
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenant_apps.storefront.queries import current_currencies
from tenants.access import office
from tenants.context import current_tenant

from ...moving.forms import CodeForm, ProposalForm
from ...moving.pricing import NotSoldHere, priced


@office("clients.edit")
@require_GET
def office_moves(request: HttpRequest) -> HttpResponse:
    """Who comes, and who goes."""
    context = {"coming": moves.coming(), "leaving": moves.leaving(), "form": CodeForm()}
    return render(request, "office/moves/list.html", context)


@office("clients.edit")
@require_http_methods(["POST"])
def office_move_code(request: HttpRequest) -> HttpResponse:
    """Look a client's code up: what it has, and what that costs here. Guesses are counted."""
    only_oneself(person_of(request).actor)
    form = CodeForm(request.POST)
    if form.is_valid():
        if not may_try_coupon(request):
            form.add_error("code", _("Too many tries. Wait a minute."))
        else:
            try:
                return _proposal(request, moves.look_up(form.cleaned_data["code"]), form.cleaned_data["code"])
            except moves.CodeUnknown:
                form.add_error("code", _("No open offer has this code. It may be used or too old."))
    context = {"coming": moves.coming(), "leaving": moves.leaving(), "form": form}
    return render(request, "office/moves/list.html", context)


@office("clients.edit")
@require_POST
def office_move_proposal(request: HttpRequest) -> HttpResponse:
    """Propose prices and a day; the code comes with the form."""
    actor = person_of(request).actor
    only_oneself(actor)
    form = ProposalForm(request.POST)
    try:
        move = moves.look_up(request.POST.get("code", ""))
    except moves.CodeUnknown:
        messages.error(request, _("No open offer has this code. It may be used or too old."))
        return redirect("office_moves")
    return _propose(request, move, form, lambda: _proposal(request, move, request.POST.get("code", ""), form))


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One move to this reseller: what was agreed, or what the operator asks it to propose."""
    move = moves.coming_one(uuid)
    if move is None:
        raise Http404
    if move.status not in {"offered", "proposed"}:
        return render(request, "office/moves/move.html", {"move": move})
    if request.method == "POST":
        only_oneself(person_of(request).actor)
        form = ProposalForm({**request.POST.dict(), "code": "–"})
        return _propose(request, move, form, lambda: _proposal(request, move, "", form))
    return _proposal(request, move, "")


@office("clients.edit")
@require_POST
def office_move_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Do without the client after all."""
    if moves.coming_one(uuid) is None:
        raise Http404
    try:
        moves.withdraw(uuid, reason=typed(request.POST, "reason"), by=person_of(request).actor)
        messages.success(request, _("The move is withdrawn."))
    except IllegalMove:
        messages.info(request, _("It is too late to withdraw."))
    return redirect("office_moves")


def _propose(
    request: HttpRequest, move: moves.MoveCard, form: ProposalForm, again: Callable[[], HttpResponse]
) -> HttpResponse:
    if not form.is_valid():
        return again()
    try:
        terms = _terms(move)
        moves.propose(
            move.uuid, terms=terms, cut_over_at=form.cleaned_data["day"], by=person_of(request).actor
        )
    except (NotSoldHere, moves.CodeUnknown):
        return again()
    except (IllegalMove, moves.MoveRefused):
        messages.error(request, _("The offer is no longer open."))
        return redirect("office_moves")
    messages.success(request, _("The client is asked to agree."))
    return redirect("office_move", move.uuid)


def _day_of(move: moves.MoveCard) -> date | None:
    """The day that was proposed already, where this reseller is."""
    zone = ZoneInfo(current_tenant().time_zone)
    return move.cut_over_at.astimezone(zone).date() if move.cut_over_at else None


def _terms(move: moves.MoveCard) -> list[dict[str, Any]]:
    has = moves.services_of(move.uuid)
    return priced(has["services"], has["currency"])


def _proposal(
    request: HttpRequest, move: moves.MoveCard, code: str, form: ProposalForm | None = None
) -> HttpResponse:
    has = moves.services_of(move.uuid)
    missing: list[str] = []
    terms: list[dict[str, Any]] = []
    try:
        terms = priced(has["services"], has["currency"])
    except NotSoldHere as refused:
        missing = refused.names
    context = {
        "move": move,
        "terms": moves.shown(terms),
        "missing": missing,
        "currency": has["currency"],
        "is_currency_sold": has["currency"] in current_currencies(),
        "has_services": bool(has["services"]),
        "code": code,
        "form": form or ProposalForm(initial={"code": code, "day": _day_of(move)}),
    }
    return render(request, "office/moves/proposal.html", context)
