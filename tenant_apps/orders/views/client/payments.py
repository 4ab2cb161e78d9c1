"""A client's payment while it is under way: confirmation, waiting, refusal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.payments import door as payments
from shared_apps.payments.door import PaymentCard
from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...announcements import announce_receipt
from ...models import Invoice, Service
from ...queries import plan_lines
from ...verbs import go_on_paying

# So often at most the gateway is asked while a client watches the page.
ASK_EVERY_SECONDS = 4


@client("client.pay")
@require_GET
def client_payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What became of a payment. It asks the gateway itself: the webhook may be late or lost."""
    return render(request, "client/payment.html", _context(request, uuid))


@client("client.pay")
@require_GET
def client_payment_state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The part of the page that changes by itself, while it does."""
    return render(request, "client/_payment_state.html", _context(request, uuid))


@client("client.pay")
@require_POST
def client_payment_receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show that the transfer was made."""
    _mine(request, uuid)
    file = request.FILES.get("receipt")
    if file is None:
        messages.error(request, _("Choose a file of at most 5 MB."))
        return redirect("client_payment", uuid)
    try:
        payments.add_receipt(uuid, file, by=person_of(request).actor)
    except payments.ReceiptRefused as refusal:
        messages.error(request, str(refusal))
    except payments.PaymentRefused:
        messages.warning(request, _("This payment awaits no receipt."))
    else:
        announce_receipt(payments.payment(uuid))
        messages.success(request, _("Thank you. We will check the receipt and write to you."))
    return redirect("client_payment", uuid)


def _context(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    card, invoice = _mine(request, uuid)
    if card.status in {"started", "unknown"} and not cache.get(f"asked:{uuid}"):
        cache.set(f"asked:{uuid}", True, ASK_EVERY_SECONDS)
        card = go_on_paying(uuid, by=person_of(request).actor)
        invoice.refresh_from_db()
    lines = plan_lines(invoice.order) if invoice.order else []
    services = [line.service for line in lines if hasattr(line, "service")]
    is_settling = card.is_settled and not invoice.applied_payments.filter(payment_uuid=uuid).exists()
    is_moving = card.status in {"started", "unknown"} or is_settling or _any_pending(services)
    return {
        "payment": card,
        "invoice": invoice,
        "services": services,
        "instructions": payments.instructions(card.gateway) if card.status == "pending" else "",
        "is_moving": is_moving,
        "given_up": "given_up" in request.GET,
    }


def _any_pending(services: list[Service]) -> bool:
    return any(one.status == Service.Status.PENDING for one in services)


def _mine(request: HttpRequest, uuid: UUID) -> tuple[PaymentCard, Invoice]:
    mine = client_or_404(person_of(request))
    try:
        card = payments.payment(uuid)
    except payments.UnknownPayment:
        raise Http404 from None
    invoice = get_object_or_404(mine.invoices.select_related("order", "client"), uuid=card.invoice_uuid)
    return card, invoice
