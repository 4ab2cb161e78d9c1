"""A change of prices in the console: its amounts, what it means to each reseller, its announcement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import console
from tenants.models import Tenant

from .. import verbs, weighing
from ..forms.adjustment import AdjustmentForm
from ..forms.prices import VersionGrid
from ..forms.version import PublishForm
from ..models import Outlook, PriceVersion
from ..outlook_rows import shown_rows
from ..queries import currencies_priced, price_list
from .kinds import actor_of
from .listing import chosen_currency, currency_tabs

PER_PAGE = 25
SHOWN_LINES = 500
Status = PriceVersion.Status


@console("catalog.edit")
@require_POST
def console_price_draft(request: HttpRequest) -> HttpResponse:
    """Begin a change of prices."""
    version = verbs.draft_version(by=actor_of(request))
    return redirect("console_price_version", version.uuid)


@console("catalog.edit")
@require_http_methods(["GET", "POST"])
def console_price_version(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The amounts: a grid while it is a draft, afterwards what changes from what to what."""
    version = _found(uuid)
    if version.status != Status.DRAFT:
        return _shown(request, version)
    available = currencies_priced()
    currency = chosen_currency(request.GET.get("currency", ""), available)
    prices = list(price_list(currency, ""))
    form = VersionGrid(request.POST or None, version=version, prices=prices, currency=currency)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=actor_of(request))
        except IllegalMove:
            return _too_late(request, uuid)
        messages.success(request, _("The draft is saved. Nothing of it is in force yet."))
        return redirect(f"{reverse('console_price_version', args=[uuid])}?currency={currency}")
    context = {
        **_context(version, "prices"),
        "form": form,
        "adjustment": AdjustmentForm(currency=currency),
        "currency": currency,
        "tabs": currency_tabs(available, currency),
    }
    status = 422 if form.errors else 200
    return render(request, "console/catalog/version_draft.html", context, status=status)


@console("catalog.edit")
@require_POST
def console_price_adjustment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Raise or lower many prices of a draft by a percentage."""
    version = _found(uuid)
    currency = chosen_currency(request.GET.get("currency", ""), currencies_priced())
    form = AdjustmentForm(request.POST, currency=currency)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        try:
            form.save(version, by=actor_of(request))
        except IllegalMove:
            return _too_late(request, uuid)
        except verbs.PricesOutOfOrder:
            messages.error(request, _("Wholesale would be more than the floor. Change the limits as well."))
        else:
            messages.success(request, _("The draft is saved. Nothing of it is in force yet."))
    return redirect(f"{reverse('console_price_version', args=[uuid])}?currency={currency}")


@console("catalog.edit")
@require_http_methods(["GET", "POST"])
def console_price_outlook(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Each reseller's margin of last month before and after, worst first; POST reckons it."""
    version = _found(uuid)
    if request.method == "POST":
        try:
            verbs.weigh(version, by=actor_of(request))
        except verbs.NothingChanged:
            messages.error(request, _("The draft changes no price."))
        except IllegalMove:
            return _too_late(request, uuid)
        return redirect("console_price_outlook", uuid)
    outlooks = weighing.outlooks(version, request.GET.get("q", "").strip())
    context = {
        **_context(version, "outlook"),
        **weighing.progress(version),
        "page": page_of(outlooks, request.GET, order=weighing.WORST_FIRST, size=PER_PAGE),
        "sums": weighing.outlook_sums(version),
    }
    return render(request, "console/catalog/outlook.html", context)


@console("catalog.edit")
@require_GET
def console_price_weighing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far the reckoning is; the part of the page that asks for itself again until it is done."""
    version = _found(uuid)
    context = {**_context(version, "outlook"), **weighing.progress(version)}
    response = render(request, "console/catalog/_weighing.html", context)
    if context["is_weighed"]:
        response["HX-Refresh"] = "true"  # the table around it is old now
    return response


@console("catalog.edit")
@require_GET
def console_price_outlook_export(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same for a spreadsheet, in major units."""
    heads = [_("Reseller"), _("Currency"), _("Sold last month"), _("Margin before"), _("Margin after"),
             _("Change"), _("Offers out of range")]  # fmt: skip
    rows = weighing.outlooks(_found(uuid), "").order_by("tenant__name", "currency")
    return csv_answer("outlook", heads, map(_cells, rows.iterator(chunk_size=2000)))


@console("catalog.edit")
@require_GET
def console_price_outlook_of(request: HttpRequest, uuid: UUID, tenant: UUID) -> HttpResponse:
    """What it means to one reseller, item by item."""
    version, reseller = _found(uuid), get_object_or_404(Tenant, uuid=tenant, is_probe=False)
    outlooks = version.outlooks.filter(tenant=reseller).order_by("currency")
    context = {
        **_context(version, "outlook"),
        "reseller": reseller,
        "outlooks": [(one.currency, shown_rows(one.rows, one.currency)) for one in outlooks],
    }
    return render(request, "console/catalog/outlook_of.html", context)


@console("catalog.edit")
@require_http_methods(["GET", "POST"])
def console_price_announcement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The date, the notice, for whom it holds and what resellers read; POST announces it."""
    version = _found(uuid)
    form = PublishForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            if form.save(by=actor_of(request)):
                messages.success(request, _("The change of prices is announced."))
                return redirect("console_price_announcement", uuid)
        except IllegalMove:
            return _too_late(request, uuid)
    context = {
        **_context(version, "announcement"),
        **weighing.progress(version),
        "form": form,
        "reached": weighing.reached(version),
        "events": history_of(version)[:20],
    }
    status = 422 if form.errors else 200
    return render(request, "console/catalog/announcement.html", context, status=status)


@console("catalog.edit")
@require_POST
def console_price_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Drop a draft, or call an announced change off before its date."""
    version = _found(uuid)
    try:
        verbs.withdraw_version(version, reason=request.POST.get("reason", "")[:500], by=actor_of(request))
    except IllegalMove:
        return _too_late(request, uuid)
    messages.success(request, _("The change of prices is withdrawn."))
    return redirect("console_prices")


def _found(uuid: UUID) -> PriceVersion:
    return get_object_or_404(PriceVersion, uuid=uuid)


def _shown(request: HttpRequest, version: PriceVersion) -> HttpResponse:
    context = {**_context(version, "prices"), "lines": weighing.lines_of(version, SHOWN_LINES)}
    return render(request, "console/catalog/version.html", context)


def _context(version: PriceVersion, current: str) -> dict[str, Any]:
    count = version.lines.count()
    places = (
        ("prices", _("Prices"), "console_price_version", count),
        ("outlook", _("What it means"), "console_price_outlook", None),
        ("announcement", _("Announcement"), "console_price_announcement", None),
    )
    steps = [
        {
            "label": label,
            "url": reverse(name, args=[version.uuid]),
            "count": number,
            "current": key == current,
        }
        for key, label, name, number in places
    ]
    return {"version": version, "steps": steps, "line_count": count}


def _too_late(request: HttpRequest, uuid: UUID) -> HttpResponse:
    messages.warning(request, _("Somebody else was faster, or this is not possible now."))
    return redirect("console_price_version", uuid)


def _cells(row: Outlook) -> list[object]:
    amounts = [row.before.major, row.after.major, row.change.major]
    return [row.tenant.name, row.currency, row.sold, *amounts, row.blocked]
