"""The console's deals: who else is there, and what is protected."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.catalog import door as catalog
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import console
from tenants.models import Tenant

from ..conflicts import conflicts_of
from ..deal_forms import ApprovalForm, RefusalForm
from ..deal_lists import HEADS, MOST_EXPORTED, asked_for, cells_of, counts_of, wish_of
from ..models import Deal
from ..verbs.deals import ClientElsewhere, ProtectedElsewhere, approve_deal, reject_deal
from .office_deals import tabs_of

Status = Deal.Status


@console("deals.review")
@require_GET
def console_deals(request: HttpRequest) -> HttpResponse:
    """Deals of every reseller, what waits first."""
    wish = wish_of(request.GET, Status.SUBMITTED)
    order = "submitted_at" if wish.status == Status.SUBMITTED else "-submitted_at"
    context = {
        "wish": wish,
        "tabs": tabs_of(counts_of(Deal.objects.all()), wish.status),
        "page": page_of(asked_for(_deals(), wish), request.GET, order=order, size=25),
        "resellers": Tenant.objects.filter(deals__isnull=False).distinct().values_list("uuid", "name"),
    }
    return render(request, "console/deals/list.html", context)


@console("deals.review")
@require_GET
def console_deals_export(request: HttpRequest) -> HttpResponse:
    rows = asked_for(_deals(), wish_of(request.GET, Status.SUBMITTED)).order_by("-submitted_at", "-pk")
    heads = (_("Reseller"), *HEADS)
    cells = ([deal.tenant.name, *cells_of(deal)] for deal in rows[:MOST_EXPORTED])
    return csv_answer("deals", heads, cells)


@console("deals.review")
@require_GET
def console_deal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _detail(request, get_object_or_404(_deals(), uuid=uuid))


@console("deals.review")
@require_POST
def console_deal_approval(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Protect the deal for ninety days."""
    deal = get_object_or_404(_deals(), uuid=uuid)
    form = ApprovalForm(request.POST)
    if form.is_valid():
        try:
            approve_deal(deal, **form.cleaned_data, by=_actor(request))
        except ProtectedElsewhere:
            form.add_error(None, _("Another reseller's deal with this company is protected."))
        except ClientElsewhere:
            form.add_error("despite", _("Another reseller has this company as a client."))
        except IllegalMove:
            return _answered(request, uuid)
        else:
            messages.success(request, _("The deal is protected. The reseller is told by mail."))
            return redirect("console_deal", uuid=uuid)
    return _detail(request, deal, approval=form, status=422)


@console("deals.review")
@require_POST
def console_deal_rejection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    deal = get_object_or_404(_deals(), uuid=uuid)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _detail(request, deal, refusal=form, status=422)
    try:
        reject_deal(deal, **form.cleaned_data, by=_actor(request))
    except IllegalMove:
        return _answered(request, uuid)
    messages.success(request, _("The reseller gets your answer by mail."))
    return redirect("console_deals")


def _answered(request: HttpRequest, uuid: UUID) -> HttpResponse:
    messages.warning(request, _("This deal has been answered already."))
    return redirect("console_deal", uuid=uuid)


def _detail(
    request: HttpRequest,
    deal: Deal,
    *,
    approval: ApprovalForm | None = None,
    refusal: RefusalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    names = {one.sku: one.name for one in catalog.products()}
    context = {
        "deal": deal,
        "products": [names.get(sku, sku) for sku in deal.products],
        "conflicts": conflicts_of(deal),
        "history": history_of(deal)[:50],
        "approval": approval or ApprovalForm(),
        "refusal": refusal or RefusalForm(),
    }
    return render(request, "console/deals/detail.html", context, status=status)


def _deals() -> QuerySet[Deal]:
    return Deal.objects.select_related("tenant")


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
