"""From the cart to a placed order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from branding.formats import money
from tenant_apps.accounts.limits import may_try_coupon
from tenant_apps.clients.forms import BillingForm
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.clients.portal import may
from tenant_apps.clients.verbs import edit_client
from tenant_apps.pricing.verbs import must_accept_terms
from tenant_apps.storefront.currency import currency_of
from tenants.access import public

from .. import names
from ..cart import cart_of, empty_cart
from ..errors import (
    NameTaken,
    NameUnchecked,
    OfferUnavailable,
    OrderRefused,
    RecommendationUnknown,
    TermsNotAccepted,
)
from ..models import Order
from ..quoting import Quote
from ..reckoning import Reckoning, reckon
from ..verbs import place_order
from ..verbs.currency import take_currency
from ..verbs.recommend import may_name_recommender, name_recommender
from .cart import cart_context, client_who_may_order, refused
from .paying import methods_for, send_to_gateway

_LONGEST_CODE = 40


@public
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Billing details and payment method beside what is ordered; posting places the order and begins to pay."""
    client = client_who_may_order(request)
    answer = _place(request, client) if request.method == "POST" and client else _show(request, client)
    add_never_cache_headers(answer)
    return answer


def _show(
    request: HttpRequest, client: Client | None, form: BillingForm | None = None, status: int = 200
) -> HttpResponse:
    try:
        found = _reckoned(request, client)
    except OrderRefused as refusal:
        return refused(request, refusal)
    if found is None:
        return render(request, "client/cart_empty.html")
    if found.quote is None:
        return render(request, "client/cart_empty.html", {"notes": found.notes}, status=400)
    context = {**cart_context(request, found), **_choices(request, client, found.quote)}
    context["form"] = form or (BillingForm(instance=client) if client else None)
    return render(request, "client/checkout.html", context, status=status)


def _reckoned(request: HttpRequest, client: Client | None) -> Reckoning | None:
    currency, skips_trial = currency_of(request), _skips_trial(request)
    return reckon(request.session, client, currency=currency, skip_trial=skips_trial)


def _choices(request: HttpRequest, client: Client | None, quoted: Quote) -> dict[str, Any]:
    """What is chosen on the page of checkout: how to begin, how to pay, the terms."""
    due = quoted.due_now
    asks_money = client and due and may("may_pay")
    methods = methods_for(request, client.uuid, due) if client and asks_money else []
    first = next((one.gateway for one in methods if one.is_available), "")
    return {
        "client": client,
        "methods": methods,
        "asks_money": asks_money,
        "chosen": request.POST.get("method") or first,
        "skips_trial": _skips_trial(request),
        "ways": _ways(_skips_trial(request)),
        "steps": [{"label": _("Cart"), "url": reverse("cart")}, _("Checkout"), _("Confirmation")],
        "trial_days": max((line.offer.trial_days for line in quoted.lines), default=0),
        "asks_code": bool(
            client and may_name_recommender(client) and not person_of(request).actor.acting_for
        ),
        "recommended_by": request.POST.get("recommended_by", "")[:_LONGEST_CODE],
        "asks_terms": must_accept_terms(),
        "accepts_terms": bool(request.POST.get("terms")),
    }


def _ways(skips_trial: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Free trial first"), "url": "?start=trial", "current": not skips_trial},
        {"label": _("Pay from today"), "url": "?start=paid", "current": skips_trial},
    ]


def _place(request: HttpRequest, client: Client) -> HttpResponse:
    key = _key(request)
    placed = Order.objects.filter(client=client, wish_key=key).first() if key else None
    if placed:
        return _go_on(request, placed)
    cart = cart_of(request.session)
    if cart is None or cart.key != key:
        return _again(request, [_("Your cart has changed. Please check it again.")])
    form = BillingForm(request.POST, instance=client)
    return _place_with(request, client, form) if form.is_valid() else _show(request, client, form, status=400)


def _place_with(request: HttpRequest, client: Client, form: BillingForm) -> HttpResponse:
    try:
        edit_client(client, form.cleaned_data, by=person_of(request).actor)
        _recommend(request, client)
        order = _order(request, client)
    except (OfferUnavailable, NameTaken, TermsNotAccepted, NameUnchecked, RecommendationUnknown) as refusal:
        messages.warning(request, refusal.words)
        return _show(request, client, form, status=400)
    except OrderRefused as refusal:
        return refused(request, refusal)
    if isinstance(order, Order):
        empty_cart(request.session)
        return _go_on(request, order)
    return _again(request, order)


def _order(request: HttpRequest, client: Client) -> Order | list[str]:
    """The order of the cart; or what is not as it was shown, and nothing is ordered."""
    found = _reckoned(request, client)
    if found is None or found.quote is None or found.notes:
        return [*(found.notes if found else ()), _("Your cart has changed. Please check it again.")]
    if request.POST.get("shown") not in {None, str(found.quote.total.minor)}:
        # The tax of another country, say: nobody pays what they have not seen.
        return [_("The total is now %(total)s.") % {"total": money(found.quote.total)}]
    names.require_free(found.quote.names)
    by = person_of(request).actor
    take_currency(client, found.quote.currency, by=by)
    return place_order(
        client,
        found.cart.wishes(skip_trial=_skips_trial(request)),
        key=found.cart.key,
        coupon=found.cart.coupon,
        accepts_terms=bool(request.POST.get("terms")),
        by=by,
    )


def _recommend(request: HttpRequest, client: Client) -> None:
    """Take the code of whoever recommended the shop, if one was typed; too many tries are unknown codes."""
    code = request.POST.get("recommended_by", "").strip()[:_LONGEST_CODE]
    if not code:
        return
    if not may_try_coupon(request):
        raise RecommendationUnknown(code)
    name_recommender(client, code, by=person_of(request).actor)


def _again(request: HttpRequest, notes: list[str]) -> HttpResponse:
    for note in notes:
        messages.warning(request, note)
    return redirect("checkout")


def _go_on(request: HttpRequest, order: Order) -> HttpResponse:
    """To the payment of an order, or to its confirmation where nothing is due."""
    invoice = order.invoices.filter(status="open").first()
    method = request.POST.get("method", "")
    if invoice is None:
        return redirect("client_order", order.uuid)
    if not method or not may("may_pay"):
        return redirect("client_invoice", invoice.uuid)
    return send_to_gateway(request, [invoice], method)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _skips_trial(request: HttpRequest) -> bool:
    return (request.POST.get("start") or request.GET.get("start")) == "paid"
