"""From a page to a gateway: what checkout and invoice share."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from shared_apps.payments.door import AlreadyPaid, MethodUnavailable, PaymentUnderReview
from tenant_apps.clients.people import person_of

from ..errors import AmountRefused, InvoiceNotOpen
from ..models import Invoice
from ..verbs.pay import Way, pay_invoices

_ANY = UUID(int=0)


def send_to_gateway(
    request: HttpRequest, invoices: Sequence[Invoice], gateway: str, amount: Money | None = None
) -> HttpResponse:
    """Begin to pay and send the client where the gateway wants; an obstacle leads back to the invoice."""
    invoice = invoices[0]
    obstacles: dict[type[Exception], str] = {
        AmountRefused: _("Choose an amount of at most what is due."),
        AlreadyPaid: _("This invoice is already paid."),
        InvoiceNotOpen: _("This invoice cannot be paid any more."),
        MethodUnavailable: _("Choose a payment method."),
        PaymentUnderReview: _("An earlier payment is being checked. We will write to you."),
    }
    try:
        way = _way(request, invoice, gateway)
        started = pay_invoices(invoices, way, amount=amount, by=person_of(request).actor)
    except tuple(obstacles) as obstacle:
        messages.warning(request, obstacles[type(obstacle)])
        return redirect("client_invoice", invoice.uuid)
    if started.redirect_url and started.payment.status == "started":
        return HttpResponseRedirect(started.redirect_url)
    return redirect("client_payment", started.payment_uuid)


def methods_for(request: HttpRequest, client_uuid: UUID, amount: Money) -> list[payments.MethodCard]:
    """The ways to pay; to somebody who acts for the client not those that spend what is the client's own."""
    offered = payments.methods(client_uuid=client_uuid, amount=amount)
    if not person_of(request).actor.acting_for:
        return offered
    own = ("credit", "card-")
    return [one for one in offered if not one.gateway.startswith(own)]


def _way(request: HttpRequest, invoice: Invoice, gateway: str) -> Way:
    """The host was found among the tenant's active domains before any view ran: it may be returned to."""
    page = request.build_absolute_uri(reverse("client_payment", args=[_ANY]))
    url = page.replace(str(_ANY), "{payment}")
    card = payments.card_named(gateway, invoice.client.uuid)
    return Way(
        "stripe" if card else gateway,
        (get_language() or "en").split("-")[0],
        url,
        f"{url}?given_up=1",
        keeps_card=request.POST.get("keeps_card") == "on" and gateway == "stripe",
        card_uuid=card,
    )
