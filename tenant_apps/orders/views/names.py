"""Looking for a domain name of one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tenant_apps.accounts.limits import may_search
from tenant_apps.storefront import queries as storefront
from tenant_apps.storefront.currency import currency_of
from tenants.access import public

from .. import names
from ..cart import cart_of


@public
@require_GET
def domain_search(request: HttpRequest) -> HttpResponse:
    """Names under every ending that is sold here, each with its price; taken ones have suggestions."""
    typed = request.GET.get("q", "")
    offers = storefront.listed(currency_of(request))
    kept = cart_of(request.session)
    context: dict[str, Any] = {
        "typed": typed,
        "endings": [offer for offer in offers if offer.tld],
        "in_cart": {line.label for line in kept.lines} if kept else set(),
    }
    status = 200
    if typed and not may_search(request):
        context["error"], status = _("Too many attempts. Wait a few minutes and try again."), 429
    elif typed and context["endings"]:
        try:
            context["found"] = names.search(typed, offers)
        except names.BadSearch as wrong:
            context["error"], status = str(wrong), 400
    answer = render(request, "client/names.html", context, status=status)
    add_never_cache_headers(answer)
    return answer
