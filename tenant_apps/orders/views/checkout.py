"""From the storefront to a placed order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from branding.formats import ascii_digits, number
from shared_apps.payments import door as payments
from tenant_apps.clients.forms import BillingForm
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_of
from tenant_apps.clients.verbs import edit_client
from tenants.access import public

from ..cart import Cart, cart_of, empty_cart, fill_cart
from ..errors import OrderRefused, QuantityOutOfRange
from ..models import MOST_SEATS, Order
from ..quoting import Quote, quote
from ..verbs import place_order
from .paying import send_to_gateway


@public
@require_http_methods(["GET", "POST"])
def order_begin(request: HttpRequest) -> HttpResponse:
    """Take what the storefront hands over into the cart. Prices are not read from the browser at all."""
    if request.method == "GET":
        return redirect("checkout")
    try:
        cart = fill_cart(
            request.session,
            offer=request.POST.get("offer", ""),
            quantity=_quantity(request.POST.get("quantity", "")),
            add_ons=request.POST.getlist("add_ons")[:50],
        )
        quote(cart.wishes())
    except OrderRefused as refusal:
        empty_cart(request.session)
        return _refused(request, refusal)
    return redirect("checkout")


@public
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Cart, billing details and payment method on one page; posting places the order and begins to pay."""
    client = _client_who_may_order(request)
    answer = _place(request, client) if request.method == "POST" and client else _show(request, client)
    add_never_cache_headers(answer)
    return answer


def _client_who_may_order(request: HttpRequest) -> Client | None:
    """The client for whom somebody signed in orders; a contact who may not order is refused."""
    client = client_of(request.user) if request.user.is_authenticated else None
    if client and not person_of(request).can("client.order"):
        raise PermissionDenied
    return client


def _show(
    request: HttpRequest, client: Client | None, form: BillingForm | None = None, status: int = 200
) -> HttpResponse:
    cart = cart_of(request.session)
    if cart is None:
        return render(request, "client/cart_empty.html")
    try:
        quoted = quote(cart.wishes(skip_trial=_skips_trial(request)), client)
    except OrderRefused as refusal:
        empty_cart(request.session)
        return _refused(request, refusal)
    context = _context(request, client, cart, quoted)
    context["form"] = form or (BillingForm(instance=client) if client else None)
    return render(request, "client/checkout.html", context, status=status)


def _context(request: HttpRequest, client: Client | None, cart: Cart, quoted: Quote) -> dict[str, Any]:
    due = quoted.due_now
    methods = payments.methods(client_uuid=client.uuid, amount=due) if client and due else []
    return {
        "cart": cart,
        "quote": quoted,
        "client": client,
        "methods": methods,
        "chosen": request.POST.get("method")
        or next((one.gateway for one in methods if one.is_available), ""),
        "skips_trial": _skips_trial(request),
        "ways": _ways(_skips_trial(request)),
        "steps": [{"label": _("Cart"), "url": reverse("store_home")}, _("Checkout"), _("Confirmation")],
        "rows": _rows(quoted),
        "here": request.get_full_path(),
        "most": MOST_SEATS,
        "trial_days": max((line.offer.trial_days for line in quoted.lines), default=0),
    }


def _ways(skips_trial: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Free trial first"), "url": "?start=trial", "current": not skips_trial},
        {"label": _("Pay from today"), "url": "?start=paid", "current": skips_trial},
    ]


def _rows(quoted: Quote) -> list[dict[str, Any]]:
    """The summary's rows: every line, and what a trial takes off today."""
    plain = [one for line in quoted.lines for one in (line, *line.add_ons)]
    rows = [{"label": f"{one.name} × {number(one.quantity)}", "amount": one.own_total} for one in plain]
    if quoted.has_trial:
        rows.append({"label": _("Free trial"), "amount": quoted.due_now - quoted.total, "is_saving": True})
    return rows


def _place(request: HttpRequest, client: Client) -> HttpResponse:
    key = _key(request)
    placed = Order.objects.filter(client=client, wish_key=key).first() if key else None
    if placed:
        return _go_on(request, placed)
    cart = cart_of(request.session)
    if cart is None or cart.key != key:
        messages.warning(request, _("Your cart has changed. Please check it again."))
        return redirect("checkout")
    form = BillingForm(request.POST, instance=client)
    if not form.is_valid():
        return _show(request, client, form, status=400)
    try:
        edit_client(client, form.cleaned_data, by=person_of(request).actor)
        wishes = cart.wishes(skip_trial=_skips_trial(request))
        order = place_order(client, wishes, key=cart.key, by=person_of(request).actor)
    except OrderRefused as refusal:
        return _refused(request, refusal)
    empty_cart(request.session)
    return _go_on(request, order)


def _go_on(request: HttpRequest, order: Order) -> HttpResponse:
    """To the payment of an order, or to its confirmation where nothing is due."""
    invoice = order.invoices.filter(status="open").first()
    method = request.POST.get("method", "")
    if invoice is None:
        return redirect("client_order", order.uuid)
    if not method:
        return redirect("client_invoice", invoice.uuid)
    return send_to_gateway(request, invoice, method)


def _refused(request: HttpRequest, refusal: OrderRefused) -> HttpResponse:
    return render(request, "client/order_refused.html", {"refusal": refusal}, status=400)


def _quantity(text: str) -> int:
    plain = ascii_digits(text)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
        raise QuantityOutOfRange(MOST_SEATS)
    return int(plain)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _skips_trial(request: HttpRequest) -> bool:
    return (request.POST.get("start") or request.GET.get("start")) == "paid"
