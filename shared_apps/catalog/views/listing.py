"""The console's catalogue, read one currency at a time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenants.access import console
from tenants.context import current_tenant

from ..queries import currencies_priced, extras, shelves


@console("catalog.edit")
@require_GET
def console_catalog(request: HttpRequest) -> HttpResponse:
    """Groups, products, plans and add-ons with their prices. A constant number of queries."""
    available = currencies_priced()
    currency = chosen_currency(request.GET.get("currency", ""), available)
    context = {
        "currency": currency,
        "tabs": currency_tabs(available, currency),
        "catalogue": shelves(currency),
        "add_ons": extras(currency),
    }
    return render(request, "console/catalog/list.html", context)


def chosen_currency(wish: str, available: list[str]) -> str:
    """The currency that was asked for, the operator's own, or the first that there is."""
    own = current_tenant().currency
    return next((code for code in (wish, own, *available) if code in available), own)


def currency_tabs(available: list[str], current: str) -> list[dict[str, Any]]:
    """A link for each currency."""
    return [{"label": code, "url": f"?currency={code}", "current": code == current} for code in available]
