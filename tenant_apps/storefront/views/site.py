"""The shop that visitors see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from branding import formats
from tenant_apps.pricing.showing import showing_of
from tenants.access import public

from .. import queries, shelf
from ..basket import basket_of
from ..currency import choice_of
from ..queries import OfferCard
from ..structured import product_data

_PERIOD_LABELS = {shelf.MONTH: lambda: _("Monthly"), shelf.YEAR: lambda: _("Yearly")}


@public
@require_GET
def store_home(request: HttpRequest) -> HttpResponse:
    """What the reseller sells: plans by product, for a month or a year, and every product."""
    shop = _Shop(request)
    every = queries.listed(shop.choice.currency)
    shelves = shelf.products(shelf.of_period(every, shop.period(every)))
    plans = [found for found in shelves if not found.is_domain]
    context = {
        "shelves": [found for found in plans if len(found.offers) > 1],
        "singles": [found.offers[0] for found in plans if len(found.offers) == 1],
        "products": shelf.products(every),
        "sells_names": any(offer.tld for offer in every),
        **shop.context(every),
    }
    return render(request, "storefront/home.html", context)


@public
@require_GET
def store_plans(request: HttpRequest) -> HttpResponse:
    """Every plan explained: product by product, side by side, for a month or a year (S1.9)."""
    shop = _Shop(request)
    every = queries.listed(shop.choice.currency)
    products = shelf.products(shelf.of_period(every, shop.period(every)))
    compared = [(found, shelf.comparison(found.offers, every)) for found in products if not found.is_domain]
    context = {
        "compared": compared,
        "endings": [offer for offer in every if offer.tld],
        **shop.context(every),
    }
    return render(request, "storefront/plans.html", context)


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
    shop = _Shop(request)
    every = queries.listed_of(product_sku, shop.choice.currency)
    if not every:
        raise Http404
    period = shop.period(every, _wished_period(wishes, every))
    offers = shelf.of_period(every, period)
    product = shelf.products(offers)[0]
    context = {
        "product": product,
        "offers": offers,
        "comparison": shelf.comparison(offers, every),
        "basket": basket_of(wishes, offers),
        "line": _line_in(wishes),
        "structured": product_data(
            product, every, request.build_absolute_uri(request.path), showing_of(request)
        ),
        **shop.context(every, period),
    }
    return render(request, "storefront/product.html", context)


class _Shop:
    """What the shop's pages have in common: the currency and the period."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.choice = choice_of(request)

    def period(self, offers: Sequence[OfferCard], wish: str = "") -> str:
        return shelf.chosen_period(wish or self._request.GET.get("period", ""), shelf.periods(offers))

    def context(self, offers: Sequence[OfferCard], period: str = "") -> dict[str, Any]:
        return {
            "switch": _switch(offers, shelf.periods(offers), period or self.period(offers)),
            "currency": self.choice.currency,
            "currencies": self.choice.others,
        }


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
