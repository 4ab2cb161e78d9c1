"""One bill on the platform's host for whoever has its address: the way to pay while the own portal is suspended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from branding.documents.handing import hand_out
from branding.queries import brand_of
from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments
from tenants.access import public

from ..documents import paper_pdf
from ..errors import BillNotOpen
from ..links import bill_of
from ..models import Bill
from ..queries import open_payments_of
from ..verbs.paying import Way, begin_payment, go_on_paying, payment_of, ways_to_pay

PAYER = Actor.system("settlement.bill_page")


@public
@require_GET
def bill_page(request: HttpRequest, token: str) -> HttpResponse:
    """What it is for, and how to pay it; after the gateway, what became of that."""
    bill = _bill(token)
    for one in open_payments_of(bill.tenant, bill.uuid):
        if "back" in request.GET and one.status in {"started", "unknown"}:
            go_on_paying(one.uuid, tenant_uuid=bill.tenant.uuid, by=PAYER)
    bill.refresh_from_db()
    context = {
        "bill": bill,
        "lines": bill.lines.all(),
        "token": token,
        "methods": _open_methods(bill) if bill.is_open else [],
        "instructions": _instructions(bill),
    }
    answer = render(request, "site/bill.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@public
@require_GET
def bill_page_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The bill as PDF."""
    bill = _bill(token)
    shell = "shells/site.html"
    return hand_out(request, bill.number, lambda language: paper_pdf(bill, language), shell=shell)


@public
@require_POST
def bill_page_payment(request: HttpRequest, token: str) -> HttpResponse:
    """Begin to pay. Saved cards are the office's own: they are not offered here."""
    bill = _bill(token)
    method = request.POST.get("method", "")[:64]
    if method not in {one.gateway for one in _open_methods(bill)}:
        messages.warning(request, _("Choose a payment method."))
        return redirect("bill_page", token)
    try:
        started = begin_payment(
            bill.uuid, _way(request, bill, token, method), tenant_id=bill.tenant_id, by=PAYER
        )
    except (BillNotOpen, payments.AlreadyPaid):
        messages.warning(request, _("This bill is not open any more."))
    except payments.MethodUnavailable:
        messages.warning(request, _("Choose a payment method."))
    except payments.PaymentUnderReview:
        messages.warning(request, _("An earlier payment is being checked. We will write to you."))
    else:
        if started.redirect_url and started.payment.status == "started":
            return HttpResponseRedirect(started.redirect_url)
    return redirect("bill_page", token)


def _way(request: HttpRequest, bill: Bill, token: str, method: str) -> Way:
    page = request.build_absolute_uri(reverse("bill_page", args=[token]))
    email = brand_of(bill.tenant.record).support_email
    language = (get_language() or "en").split("-")[0]
    return Way(method, email, language, f"{page}?back=1", f"{page}?back=1")


def _open_methods(bill: Bill) -> list[payments.MethodCard]:
    return [one for one in ways_to_pay(bill) if one.gateway in {"stripe", "bank"}]


def _instructions(bill: Bill) -> str:
    """How to make the transfer that was chosen."""
    waiting: list[Any] = [one for one in open_payments_of(bill.tenant, bill.uuid) if one.status == "pending"]
    return payment_of(UUID(str(waiting[0].uuid)), tenant_uuid=bill.tenant.uuid)[1] if waiting else ""


def _bill(token: str) -> Bill:
    bill = bill_of(token)
    if bill is None:
        raise Http404
    return bill
