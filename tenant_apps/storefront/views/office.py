"""The office's storefront: put catalogue items in, price them, show and hide them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding.formats import number
from shared_apps.catalog import door as catalog
from tenants.access import office
from tenants.context import current_tenant

from .. import price_changes, stock, verbs
from ..forms import OfferForm
from ..grid import PriceGrid
from ..models import Offer


@office("storefront.edit")
@require_GET
def office_storefront(request: HttpRequest) -> HttpResponse:
    """The whole catalogue with the reseller's prices and margins. A constant number of queries."""
    currency = chosen_currency(request)
    shelves = stock.shelves(currency)
    context = {
        "shelves": shelves,
        "leftovers": stock.leftovers(shelves, currency),
        "currency": currency,
        "tabs": currency_tabs(currency),
        "changes": catalog.price_changes(),
        "blocked": sum(row.state == "blocked" for shelf in shelves for row in shelf.rows),
    }
    return render(request, "office/storefront/list.html", context)


@office("storefront.edit")
@require_GET
def office_price_change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A change of the operator's prices that was announced here: what it means to each offer."""
    change = catalog.price_change(uuid)
    if change is None or not catalog.was_told(uuid):
        raise Http404
    weighed = price_changes.weigh(uuid)
    sums = [(one, catalog.shown_rows(one.rows, one.currency)) for one in weighed]
    context = {"change": change, "sums": sums, "blocked": sum(one.blocked for one in weighed)}
    return render(request, "office/storefront/price_change.html", context)


@office("storefront.edit")
@require_http_methods(["GET", "POST"])
def office_offer(request: HttpRequest, sku: str) -> HttpResponse:
    """The retail price of one item: below the floor or above the ceiling is refused, the limit named."""
    item = _item(request, sku)
    offer = Offer.objects.filter(sku=sku, currency=item.floor.currency).first()
    form = OfferForm(request.POST or None, item=item, initial=_present(item, offer))
    if request.method == "POST" and form.is_valid() and _put(request, item, form):
        return _back(item.floor.currency)
    context = {"item": item, "offer": offer, "form": form, "margin": _margin(item, form, offer)}
    return render(request, "office/storefront/offer.html", context, status=422 if form.errors else 200)


@office("storefront.edit")
@require_GET
def office_offer_margin(request: HttpRequest, sku: str) -> HttpResponse:
    """The margin of a price that is being typed."""
    item = _item(request, sku)
    form = OfferForm(request.GET, item=item)
    retail = form.retail_money if form.is_valid() else None
    context = {"item": item, "margin": stock.margin_of(item, retail) if retail else None}
    return render(request, "office/storefront/_margin.html", context)


@office("storefront.edit")
@require_http_methods(["GET", "POST"])
def office_prices(request: HttpRequest) -> HttpResponse:
    """Every price in every currency on one page; a constant number of queries for each currency."""
    person: Any = request.user
    form = PriceGrid(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = form.save(by=person.actor)
        text = ngettext("%(count)s price was saved.", "%(count)s prices were saved.", count)
        messages.success(request, text % {"count": number(count)})
        return redirect("office_prices")
    status = 422 if form.is_bound else 200
    return render(request, "office/storefront/prices.html", {"form": form}, status=status)


@office("storefront.edit")
@require_POST
def office_offer_listing(request: HttpRequest, sku: str) -> HttpResponse:
    """Show the offer to visitors, or hide it."""
    person: Any = request.user
    offer = get_object_or_404(Offer, sku=sku, currency=chosen_currency(request))
    verbs.list_offer(offer, is_listed=request.POST.get("is_listed") == "yes", by=person.actor)
    return _back(offer.currency)


@office("storefront.edit")
@require_POST
def office_offer_withdrawal(request: HttpRequest, sku: str) -> HttpResponse:
    """Take the offer out of the storefront."""
    person: Any = request.user
    offer = get_object_or_404(Offer, sku=sku, currency=chosen_currency(request))
    verbs.withdraw_offer(offer, by=person.actor)
    messages.success(request, _("It is no longer in your storefront. Services already sold go on."))
    return _back(offer.currency)


@office("storefront.edit")
@require_POST
def office_suggested_offers(request: HttpRequest) -> HttpResponse:
    """Put every ticked item into the storefront at its suggested price."""
    person: Any = request.user
    currency = chosen_currency(request)
    added = verbs.put_suggested_offers(request.POST.getlist("sku"), currency=currency, by=person.actor)
    text = ngettext("%(count)s item was added.", "%(count)s items were added.", len(added))
    messages.success(request, text % {"count": number(len(added))})
    return _back(currency)


def chosen_currency(request: HttpRequest) -> str:
    """The currency that `currency` names in the address or the form; the shop's own where it is none."""
    wish = request.GET.get("currency") or request.POST.get("currency") or ""
    return wish if wish in catalog.currencies() else current_tenant().currency


def currency_tabs(current: str) -> list[dict[str, Any]]:
    """A link for each currency of the catalogue, the shop's own first; none where there is no choice."""
    own = current_tenant().currency
    codes = sorted({own, *catalog.currencies()}, key=lambda code: (code != own, code))
    tabs = [{"label": code, "url": f"?currency={code}", "current": code == current} for code in codes]
    return tabs if len(tabs) > 1 else []


def _back(currency: str) -> HttpResponse:
    query = "" if currency == current_tenant().currency else f"?currency={currency}"
    return redirect(reverse("office_storefront") + query)


def _item(request: HttpRequest, sku: str) -> verbs.Item:
    try:
        return catalog.item(sku, chosen_currency(request))
    except catalog.UnknownItem:
        raise Http404 from None


def _present(item: verbs.Item, offer: Offer | None) -> dict[str, Any]:
    retail = offer.retail if offer else item.suggested
    return {"retail": retail, "is_listed": offer.is_listed if offer else True}


def _put(request: HttpRequest, item: verbs.Item, form: OfferForm) -> bool:
    person: Any = request.user
    is_listed = form.cleaned_data["is_listed"]
    try:
        verbs.put_offer(item.sku, form.retail_money, is_listed=is_listed, by=person.actor)
    except verbs.OfferOutOfBounds as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("The price is saved."))
    return True


def _margin(item: verbs.Item, form: OfferForm, offer: Offer | None) -> stock.Margin | None:
    if form.is_bound:
        return stock.margin_of(item, form.retail_money) if "retail" in form.cleaned_data else None
    return stock.margin_of(item, offer.retail if offer else item.suggested)
