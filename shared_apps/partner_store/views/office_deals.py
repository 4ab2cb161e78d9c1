"""The office's deals: register, follow, close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.catalog import door as catalog
from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import office
from tenants.context import current_tenant

from ..conflicts import own_clients
from ..deal_forms import DealForm, OutcomeForm
from ..deal_lists import ALL, HEADS, MOST_EXPORTED, OPEN, asked_for, cells_of, counts_of, wish_of
from ..models import Deal
from ..verbs.deals import (
    AlreadyOwn,
    TooManyDeals,
    close_deal,
    register_deal,
    withdraw_deal,
)

Status = Deal.Status


@office("deals.edit")
@require_GET
def office_deals(request: HttpRequest) -> HttpResponse:
    """My deals, what is open first."""
    wish = wish_of(request.GET, OPEN)
    context = {
        "wish": wish,
        "tabs": tabs_of(counts_of(_mine()), wish.status),
        "page": page_of(asked_for(_mine(), wish), request.GET, order="-submitted_at", size=25),
    }
    return render(request, "office/deals/list.html", context)


@office("deals.edit")
@require_GET
def office_deals_export(request: HttpRequest) -> HttpResponse:
    rows = asked_for(_mine(), wish_of(request.GET, OPEN)).order_by("-submitted_at", "-pk")
    return csv_answer("deals", HEADS, (cells_of(deal) for deal in rows[:MOST_EXPORTED]))


@office("deals.edit")
@require_http_methods(["GET", "POST"])
def office_deal_new(request: HttpRequest) -> HttpResponse:
    """Register a deal."""
    person: Any = request.user
    form = DealForm(request.POST or None, tenant=current_tenant())
    if request.method == "POST" and form.is_valid():
        try:
            deal = register_deal(current_tenant().id, form.wish, by=person.actor)
        except AlreadyOwn as own:
            messages.warning(request, _("You have registered this company already."))
            return redirect("office_deal", uuid=own.deal.uuid)
        except TooManyDeals:
            form.add_error(None, _("You have too many open deals. Close some first."))
        else:
            messages.success(request, _("The deal is registered. You get our answer by mail."))
            return redirect("office_deal", uuid=deal.uuid)
    return render(request, "office/deals/form.html", {"form": form}, status=422 if form.is_bound else 200)


@office("deals.edit")
@require_GET
def office_deal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One deal with what happened to it."""
    deal = get_object_or_404(_mine(), uuid=uuid)
    names = {one.sku: one.name for one in catalog.products()}
    context = {
        "deal": deal,
        "products": [names.get(sku, sku) for sku in deal.products],
        "clients": own_clients(deal.tenant_id, deal),
        "outcome": OutcomeForm(),
        "journey": _journey(deal),
    }
    return render(request, "office/deals/detail.html", context)


@office("deals.edit")
@require_POST
def office_deal_outcome(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Won or lost."""
    person: Any = request.user
    deal = get_object_or_404(_mine(), uuid=uuid)
    form, wished = OutcomeForm(request.POST), request.POST.get("status")
    if not form.is_valid() or wished not in (Status.WON, Status.LOST):
        messages.error(request, _("Please check the form"))
        return redirect("office_deal", uuid=uuid)
    return _done(
        request,
        uuid,
        lambda: close_deal(deal, is_won=wished == Status.WON, **form.cleaned_data, by=person.actor),
    )


@office("deals.edit")
@require_POST
def office_deal_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person: Any = request.user
    deal = get_object_or_404(_mine(), uuid=uuid)
    return _done(request, uuid, lambda: withdraw_deal(deal, by=person.actor))


def tabs_of(counts: Any, current: str) -> list[dict[str, Any]]:
    """Tabs of a list of deals, with their numbers."""
    listed = [(OPEN, _("Open")), *Status.choices, (ALL, _("All"))]
    return [
        {"label": label, "url": f"?status={value}", "count": counts[value], "current": value == current}
        for value, label in listed
    ]


def _done(request: HttpRequest, uuid: UUID, work: Any) -> HttpResponse:
    try:
        work()
    except IllegalMove:
        messages.warning(request, _("The deal has changed meanwhile."))
    else:
        messages.success(request, _("Saved."))
    return redirect("office_deal", uuid=uuid)


def _mine() -> QuerySet[Deal]:
    return Deal.objects.filter(tenant_id=current_tenant().id).select_related("tenant")


def _journey(deal: Deal) -> list[dict[str, Any]]:
    """What happened, without the operator's names."""
    words = {
        "register": (_("Registered"), "send", "info"),
        "become approved": (_("Protected"), "shield-check", "pos"),
        "become rejected": (_("Rejected"), "circle-x", "neg"),
        "become won": (_("Won"), "trophy", "pos"),
        "become lost": (_("Lost"), "circle-minus", "mute"),
        "become withdrawn": (_("Withdrawn"), "undo-2", "mute"),
        "become expired": (_("The protection has ended"), "hourglass", "warn"),
    }
    events = history_of(deal).filter(verb__in=words)[:50]
    return [
        {"at": event.at, **dict(zip(("text", "icon", "tone"), words[event.verb], strict=True))}
        for event in events
    ]
