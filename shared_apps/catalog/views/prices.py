"""Price lists by currency and tier, as a page and as a file; the first price of an item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.money import EXPONENTS
from tenants.access import console

from ..forms.prices import AmountsForm, active_tiers
from ..models import AddOn, Plan, Price, PriceVersion, Tier
from ..queries import currencies_priced, price_list
from ..reckoning import item_name
from .kinds import actor_of, kind_of, thing
from .listing import chosen_currency, currency_tabs

SHOWN_VERSIONS = 50


@console("catalog.edit")
@require_GET
def console_prices(request: HttpRequest) -> HttpResponse:
    """What each tier pays in one currency, the limits, and every change of prices. A constant number of queries."""
    available = currencies_priced()
    currency = chosen_currency(request.GET.get("currency", ""), available)
    search = request.GET.get("q", "").strip()
    tiers = active_tiers()
    context = {
        "currency": currency,
        "tabs": currency_tabs(available, currency),
        "tiers": tiers,
        "rows": [_row(price, tiers) for price in price_list(currency, search)],
        "search": search,
        "versions": PriceVersion.objects.all()[:SHOWN_VERSIONS],
    }
    return render(request, "console/catalog/prices.html", context)


@console("catalog.edit")
@require_GET
def console_prices_export(request: HttpRequest) -> HttpResponse:
    """The price list of every currency for a spreadsheet, in major units."""
    tiers = active_tiers()
    heads = [_("Item"), _("SKU"), _("Currency"), _("Wholesale"), _("Floor"), _("Suggested"), _("Ceiling")]
    heads += [str(tier) for tier in tiers]
    return csv_answer("prices", heads, (_cells(_row(price, tiers)) for price in price_list("", "")))


@console("catalog.edit")
@require_http_methods(["GET", "POST"])
def console_price_new(request: HttpRequest, kind: str, key: str, currency: str) -> HttpResponse:
    """The first price of a plan or an add-on in a currency. One that is there already is changed by a version."""
    item = _priced(thing(kind_of(kind), key))
    if currency not in EXPONENTS:
        raise Http404
    address = f"{reverse('console_prices')}?currency={currency}"
    if item.prices.filter(currency=currency).exists():
        messages.info(request, _("It has a price in this currency. Draft a change of prices instead."))
        return redirect(address)
    form = AmountsForm(request.POST or None, currency=currency, tiers=active_tiers())
    if request.method == "POST" and form.is_valid():
        form.save(item, by=actor_of(request))
        messages.success(request, _("The price is saved."))
        return redirect(address)
    context = {"item": item, "currency": currency, "form": form, "kind": kind}
    return render(request, "console/catalog/price_new.html", context, status=422 if form.errors else 200)


def _priced(item: Any) -> Plan | AddOn:
    if not isinstance(item, Plan | AddOn):
        raise Http404
    return item


def _row(price: Price, tiers: list[Tier]) -> dict[str, Any]:
    own = {each.tier_id: each for each in price.of_tiers.all()}
    return {
        "price": price,
        "item": price.plan or price.add_on,
        "kind": "plan" if price.plan else "add-on",
        "name": item_name(price),
        "own": [own[tier.pk].wholesale if tier.pk in own else None for tier in tiers],
    }


def _cells(row: dict[str, Any]) -> list[object]:
    price = row["price"]
    plain = [price.wholesale, price.floor, price.suggested, price.ceiling]
    amounts = [amount.major if amount else "" for amount in [*plain, *row["own"]]]
    return [row["name"], row["item"].sku, price.currency, *amounts]
