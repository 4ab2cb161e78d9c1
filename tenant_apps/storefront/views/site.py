"""The shop that visitors see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from branding import formats
from tenants.access import public

from .. import queries, shelf
from ..basket import basket_of
from ..currency import currencies_for, currency_of
from ..queries import OfferCard
from ..structured import product_data

_PERIOD_LABELS = {shelf.MONTH: lambda: _("Monthly"), shelf.YEAR: lambda: _("Yearly")}


@public
@require_GET
def store_home(request: HttpRequest) -> HttpResponse:
    """What the reseller sells: plans by product, for a month or a year, and every product."""
    currency = currency_of(request)
    offers = queries.listed(currency)
    periods = shelf.periods(offers)
    period = shelf.chosen_period(request.GET.get("period", ""), periods)
    shelves = shelf.products(shelf.of_period(offers, period))
    context = {
        "shelves": [found for found in shelves if len(found.offers) > 1],
        "singles": [found.offers[0] for found in shelves if len(found.offers) == 1],
        "products": shelf.products(offers),
        "switch": _switch(offers, periods, period),
        "sells_names": any(offer.tld for offer in offers),
        "currency": currency,
        "currencies": currencies_for(request),
    }
    return render(request, "storefront/home.html", context)


@public
@require_GET
def store_product(request: HttpRequest, product_sku: str) -> HttpResponse:
    """One product: its plans compared, and one of them put together for ordering."""
    return _product_page(request, product_sku, request.GET)


@public
@require_POST
def store_total(request: HttpRequest, product_sku: str) -> HttpResponse:
    """The same page with the total of what was put together: for browsers without JavaScript."""
    return _product_page(request, product_sku, request.POST)


def _product_page(request: HttpRequest, product_sku: str, wishes: QueryDict) -> HttpResponse:
    currency = currency_of(request)
    offers = queries.listed_of(product_sku, currency)
    if not offers:
        raise Http404
    periods = shelf.periods(offers)
    period = shelf.chosen_period(_wished_period(wishes, offers), periods)
    shown = shelf.of_period(offers, period)
    product = shelf.products(shown)[0]
    context = {
        "product": product,
        "offers": shown,
        "comparison": shelf.comparison(shown, offers),
        "switch": _switch(offers, periods, period),
        "basket": basket_of(wishes, shown),
        "line": _line_in(wishes),
        "currency": currency,
        "currencies": currencies_for(request),
        "structured": product_data(product, offers, request.build_absolute_uri(request.path)),
    }
    return render(request, "storefront/product.html", context)


def _line_in(wishes: QueryDict) -> str:
    """The line of the cart that is being changed."""
    line = wishes.get("line") or ""
    return line if line.isascii() and line.isalnum() and len(line) < 40 else ""


def _wished_period(wishes: QueryDict, offers: Sequence[OfferCard]) -> str:
    """The period that was switched to, or that of the plan that was chosen."""
    chosen = next((offer.period for offer in offers if str(offer.uuid) == wishes.get("offer")), "")
    return wishes.get("period") or chosen


def _switch(offers: Sequence[OfferCard], periods: list[str], current: str) -> list[dict[str, Any]]:
    """Two links, where there is a choice."""
    if len(periods) < 2:
        return []
    saving = shelf.yearly_saving(offers)
    return [
        {
            "label": _PERIOD_LABELS[period](),
            "url": f"?period={period}#plans",
            "current": period == current,
            "tag": _saving_tag(saving) if period == shelf.YEAR else "",
        }
        for period in periods
    ]


def _saving_tag(percent: int) -> str:
    return _("Save up to %(percent)s") % {"percent": formats.percent(percent)} if percent > 0 else ""
