"""A client's invoices: looked at, and paid one by one, several at once or in part."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding import formats
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.money import total
from shared_apps.payments import door as payments
from tenant_apps.clients.people import person_of
from tenant_apps.clients.portal import require
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...forms import PartForm
from ...models import Invoice
from ...queries import billing_settings, invoices_of, open_invoices_of
from ..paying import methods_for, send_to_gateway


@client("client.pay")
@require_GET
def client_invoices(request: HttpRequest) -> HttpResponse:
    """Every invoice, open ones too; what is due in all, and the account credit."""
    mine = client_or_404(person_of(request))
    due = open_invoices_of(mine)
    context = {
        "page": page_of(invoices_of(mine), request.GET, order="-issued_at", size=25),
        "open_count": len(due),
        "due": total([one.due for one in due if one.currency == mine.currency], mine.currency),
        "credit": payments.credit_balance(mine.uuid, mine.currency),
    }
    return render(request, "client/invoices.html", context)


@client("client.pay")
@require_http_methods(["GET", "POST"])
def client_invoices_payment(request: HttpRequest) -> HttpResponse:
    """Pay several open invoices in one go: the ticked ones, or all of one currency where none is ticked."""
    require("may_pay", by=person_of(request).actor)
    mine = client_or_404(person_of(request))
    everything = open_invoices_of(mine)
    ticked = set((request.POST if request.method == "POST" else request.GET).getlist("invoice"))
    chosen = [one for one in everything if not ticked or str(one.uuid) in ticked]
    chosen = [one for one in chosen if one.currency == chosen[0].currency]
    if not chosen:
        messages.info(request, _("There is nothing to pay."))
        return redirect("client_invoices")
    if request.method == "POST":
        return send_to_gateway(request, chosen, request.POST.get("method", ""))
    due = total([one.due for one in chosen], chosen[0].currency)
    context = {
        "invoices": chosen,
        "due": due,
        "methods": methods_for(request, mine.uuid, due),
    }
    return render(request, "client/invoices_payment.html", context)


@client("client.pay")
@require_GET
def client_invoice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One invoice; while it is open, the ways to pay it."""
    return _page(request, _mine(request, uuid))


@client("client.pay")
@require_POST
def client_invoice_payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Pay it, or a part of it: to the gateway's page, or to what must be done."""
    invoice = _mine(request, uuid)
    form = PartForm(request.POST, due=invoice.due) if invoice.is_open else None
    if form and not form.is_valid():
        return _page(request, invoice, form, status=422)
    part = form.part if form else None
    return send_to_gateway(request, [invoice], request.POST.get("method", ""), part)


def _page(
    request: HttpRequest, invoice: Invoice, form: PartForm | None = None, *, status: int = 200
) -> HttpResponse:
    client_uuid, due = invoice.client.uuid, invoice.due
    takes_parts = invoice.is_open and billing_settings().allows_parts
    credit = payments.credit_balance(client_uuid, invoice.currency)
    spends_part = takes_parts and 0 < credit.minor < due.minor
    context = {
        "invoice": invoice,
        "lines": invoice.lines.order_by("pk"),
        "notes": invoice.credit_notes.order_by("-pk"),
        "payments": payments.payments_of(invoice.uuid),
        "refunds": payments.refunds_of(invoice.uuid),
        "methods": methods_for(request, client_uuid, due) if invoice.is_open else [],
        "form": form or (PartForm(due=due) if takes_parts else None),
        "credit": credit if spends_part and _takes_credit() else None,
        "credit_entry": formats.entry_value(credit.minor, credit.currency),
    }
    return render(request, "client/invoice.html", context, status=status)


def _takes_credit() -> bool:
    return payments.is_offered("credit")


def _mine(request: HttpRequest, uuid: UUID) -> Invoice:
    mine = client_or_404(person_of(request))
    return get_object_or_404(invoices_of(mine).select_related("client", "order"), uuid=uuid)
