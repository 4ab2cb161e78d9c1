"""The cart: put in, change, take out, use a coupon, choose a currency. Every view prices it anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding.formats import ascii_digits
from tenant_apps.accounts.limits import may_try_coupon
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.clients.portal import require
from tenant_apps.clients.queries import client_of
from tenant_apps.storefront import queries as storefront
from tenant_apps.storefront.currency import choice_of, choose_currency, currency_of
from tenant_apps.storefront.options import chosen_in
from tenants.access import public

from ..cart import CartLine, cart_of, change_cart, new_line, put_line, remove_line
from ..errors import CouponNotAccepted, OfferUnavailable, OrderRefused, QuantityOutOfRange
from ..models import MOST_SEATS
from ..quoting import quote
from ..reckoning import Reckoning, reckon
from ..summary import rows_of

_LONGEST_CODE = 60


@public
@require_http_methods(["GET", "POST"])
def order_begin(request: HttpRequest) -> HttpResponse:
    """Put what was chosen into the cart, or in the place of a line. Prices are not read from the browser."""
    if request.method == "GET":
        return redirect("cart")
    client_who_may_order(request)
    try:
        put_line(request.session, _wished(request), instead_of=request.POST.get("line", ""))
    except OrderRefused as refusal:
        return refused(request, refusal)
    return redirect("cart" if request.POST.get("then") == "cart" else "checkout")


@public
@require_GET
def cart(request: HttpRequest) -> HttpResponse:
    """Everything in the cart at the prices of now, with a word for what has changed or left."""
    client = client_who_may_order(request)
    found = reckon(request.session, client, currency=currency_of(request))
    if found is None or found.quote is None:
        answer = render(request, "client/cart_empty.html", {"notes": found.notes if found else ()})
    else:
        answer = render(request, "client/cart.html", cart_context(request, found))
    add_never_cache_headers(answer)
    return answer


@public
@require_POST
def cart_line(request: HttpRequest, line: str) -> HttpResponse:
    """How many of a line there are to be."""
    found = _line(request, line)
    if found is None:
        return _gone(request)
    try:
        changed = replace(found, quantity=quantity_in(request.POST.get("quantity", "")))
        quote([changed.wish()], currency=found.currency)
        put_line(request.session, changed, instead_of=line)
    except OrderRefused as refusal:
        messages.warning(request, refusal.words)
    return _back(request)


@public
@require_POST
def cart_removal(request: HttpRequest, line: str) -> HttpResponse:
    """Take a line out."""
    gone = remove_line(request.session, line)
    if gone and gone.name:
        messages.success(request, _("%(name)s was taken out of your cart.") % {"name": gone.name})
    return _back(request)


@public
@require_POST
def cart_coupon(request: HttpRequest) -> HttpResponse:
    """Use a coupon, or take it off where none is named."""
    kept = cart_of(request.session)
    code = request.POST.get("coupon", "").strip()[:_LONGEST_CODE]
    if kept is None:
        return _gone(request)
    if code and not may_try_coupon(request):
        messages.warning(request, _("Too many attempts. Wait a few minutes and try again."))
        return _back(request)
    try:
        if code:
            currency = currency_of(request)
            quote(kept.wishes(), client_who_may_order(request), currency=currency, coupon=code)
        change_cart(request.session, kept, coupon=code)
    except CouponNotAccepted as refusal:
        messages.warning(request, refusal.words)
    except OrderRefused:
        pass  # the cart's own page says what is wrong with its lines
    return _back(request)


@public
@require_POST
def shop_currency(request: HttpRequest) -> HttpResponse:
    """See the shop's prices in another currency."""
    choose_currency(request, request.POST.get("currency", ""))
    return _back(request)


def cart_context(request: HttpRequest, found: Reckoning) -> dict[str, Any]:
    """What cart and checkout show alike."""
    return {
        "cart": found.cart,
        "quote": found.quote,
        "notes": found.notes,
        "lines": found.rows,
        "rows": rows_of(found.quote) if found.quote else [],
        "currencies": choice_of(request).others,
        "currency": found.quote.currency if found.quote else "",
        "most": MOST_SEATS,
        "here": request.get_full_path(),
    }


def client_who_may_order(request: HttpRequest) -> Client | None:
    """The client for whom somebody signed in orders; a contact who may not order is refused.

    Raises `SwitchedOff` where the reseller lets nobody order by themselves.
    """
    person = person_of(request) if request.user.is_authenticated else None
    require("may_order", by=person.actor if person else None)
    client = client_of(person) if person else None
    if client and person and not person.can("client.order"):
        raise PermissionDenied
    return client


def refused(request: HttpRequest, refusal: OrderRefused) -> HttpResponse:
    """The page that says why something cannot be ordered."""
    return render(request, "client/order_refused.html", {"refusal": refusal}, status=400)


def quantity_in(text: str) -> int:
    """A quantity as it was typed, in any digits; raises `QuantityOutOfRange`."""
    plain = ascii_digits(text)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
        raise QuantityOutOfRange(MOST_SEATS)
    return int(plain)


def _wished(request: HttpRequest) -> CartLine:
    """The line that a form asks for, as far as it can be sold; raises `OrderRefused`."""
    form, chosen = request.POST, chosen_in(request.POST)
    line = new_line(
        offer=form.get("offer", ""),
        quantity=quantity_in(form.get("quantity", "")),
        add_ons=list(chosen.add_ons),
        options=chosen.counts,
        label=form.get("label", ""),
    )
    try:
        offer = storefront.offer_for(line.offer)
    except storefront.OfferWithdrawn as gone:
        raise OfferUnavailable(line.offer) from gone
    currency = offer.retail.currency
    quoted = quote([line.wish()], currency=currency).lines[0]
    return replace(line, label=quoted.label, sku=offer.sku, name=quoted.name, currency=currency)


def _line(request: HttpRequest, line: str) -> CartLine | None:
    kept = cart_of(request.session)
    return next((one for one in kept.lines if one.id == line), None) if kept else None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Your cart has changed. Please check it again."))
    return redirect("cart")


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that the form was on, on this host alone (RELIABILITY 26); else to the cart."""
    wish = request.POST.get("next", "")
    hosts, is_safe = {request.get_host()}, request.is_secure()
    is_own = wish.startswith("/") and url_has_allowed_host_and_scheme(wish, hosts, require_https=is_safe)
    return redirect(wish if is_own else "cart")
