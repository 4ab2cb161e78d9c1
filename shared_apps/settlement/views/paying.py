"""From a bill to a gateway and back: the office pays the operator (REQUIREMENTS S4.20–S4.22)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding import formats
from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments
from tenants.access import office
from tenants.context import current_tenant
from tenants.models import Tenant

from ..errors import BalanceTooLow, BillNotOpen, UnknownBill
from ..forms import TopUpForm
from ..mails import mail_console
from ..models import Bill
from ..owed import Owed, is_payable, owed_by
from ..verbs.paying import (
    Way,
    ask_top_up,
    begin_payment,
    go_on_paying,
    pay_from_balance,
    payment_of,
    show_receipt,
    ways_to_pay,
)

# So often at most the gateway is asked while somebody watches the page.
ASK_EVERY_SECONDS = 4
_ANY = UUID(int=0)


@office("billing_account.pay")
@require_http_methods(["GET", "HEAD", "POST"])
def office_billing_pay(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose how to pay a bill, a statement or a top-up; then to the gateway."""
    owed = _owed(uuid)
    if request.method == "POST":
        return _begin(request, owed)
    context = {"owed": owed, "methods": ways_to_pay(owed), "is_payable": is_payable(owed)}
    return render(request, "office/billing/pay.html", context)


@office("billing_account.pay")
@require_POST
def office_bill_from_balance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Pay it out of what the operator holds."""
    try:
        bill = pay_from_balance(uuid, tenant_id=current_tenant().id, by=_actor(request))
    except UnknownBill:
        raise Http404 from None
    except BillNotOpen:
        messages.warning(request, _("This bill is not open any more."))
    except BalanceTooLow as refusal:
        messages.error(request, _("%(left)s is left.") % {"left": formats.money(refusal.left)})
    else:
        messages.success(request, _("Bill %(number)s is paid.") % {"number": bill.number})
    return redirect("office_bill", uuid)


@office("billing_account.pay")
@require_POST
def office_billing_top_up(request: HttpRequest) -> HttpResponse:
    """Pay into the balance: the amount, then the way."""
    tenant = Tenant.objects.get(pk=current_tenant().id)
    form = TopUpForm(request.POST, currency=tenant.currency)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("office_billing_account")
    wish = ask_top_up(tenant, form.amount, key=form.cleaned_data["key"], by=_actor(request))
    return redirect("office_billing_pay", wish.uuid)


@office("billing_account.view")
@require_GET
def office_billing_payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What became of a payment. It asks the gateway itself: the webhook may be late or lost."""
    return render(request, "office/billing/payment.html", _context(request, uuid))


@office("billing_account.view")
@require_GET
def office_billing_payment_state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The part of the page that changes by itself, while it does."""
    return render(request, "office/billing/_payment_state.html", _context(request, uuid))


@office("billing_account.pay")
@require_POST
def office_billing_payment_receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show that the transfer was made."""
    card = _payment(uuid)[0]
    file = request.FILES.get("receipt")
    if file is None:
        messages.error(request, _("Choose a file of at most 5 MB."))
        return redirect("office_billing_payment", uuid)
    try:
        show_receipt(uuid, file, tenant_uuid=current_tenant().uuid, by=_actor(request))
    except payments.ReceiptRefused as refusal:
        messages.error(request, str(refusal))
    except payments.PaymentRefused:
        messages.warning(request, _("This payment awaits no receipt."))
    else:
        about = {"company": current_tenant().name, "number": card.invoice_number}
        mail_console(
            "receipt_waiting",
            f"/console/bills/transfers/{uuid}/",
            key=f"{uuid}:{len(card.receipts)}",
            **about,
        )
        messages.success(request, _("Thank you. We will check the receipt and write to you."))
    return redirect("office_billing_payment", uuid)


def _begin(request: HttpRequest, owed: Owed) -> HttpResponse:
    obstacles: dict[type[Exception], str] = {
        BillNotOpen: _("This bill is not open any more."),
        payments.AlreadyPaid: _("This bill is paid already."),
        payments.MethodUnavailable: _("Choose a payment method."),
        payments.PaymentUnderReview: _("An earlier payment is being checked. We will write to you."),
    }
    try:
        started = begin_payment(owed.uuid, _way(request), tenant_id=owed.tenant_id, by=_actor(request))
    except tuple(obstacles) as obstacle:
        messages.warning(request, obstacles[type(obstacle)])
        return (
            redirect("office_bill", owed.uuid)
            if isinstance(owed, Bill)
            else redirect("office_billing_account")
        )
    if started.redirect_url and started.payment.status == "started":
        return HttpResponseRedirect(started.redirect_url)
    return redirect("office_billing_payment", started.payment_uuid)


def _way(request: HttpRequest) -> Way:
    """The host was found among the tenant's active domains before any view ran: it may be returned to."""
    person: Any = request.user
    page = request.build_absolute_uri(reverse("office_billing_payment", args=[_ANY]))
    url = page.replace(str(_ANY), "{payment}")
    return Way(
        request.POST.get("method", "")[:64],
        person.email,
        (get_language() or "en").split("-")[0],
        url,
        f"{url}?given_up=1",
        keeps_card=request.POST.get("keeps_card") == "on",
    )


def _context(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    card, instructions = _payment(uuid)
    if card.status in {"started", "unknown"} and not cache.get(f"asked:{uuid}"):
        cache.set(f"asked:{uuid}", True, ASK_EVERY_SECONDS)
        card = go_on_paying(uuid, tenant_uuid=current_tenant().uuid, by=_actor(request))
    owed = _owed(card.invoice_uuid)
    is_settling = card.is_settled and is_payable(owed)
    return {
        "payment": card,
        "owed": owed,
        "instructions": instructions,
        "is_moving": card.status in {"started", "unknown"} or is_settling,
        "given_up": "given_up" in request.GET,
    }


def _payment(uuid: UUID) -> tuple[payments.PaymentCard, str]:
    try:
        return payment_of(uuid, tenant_uuid=current_tenant().uuid)
    except payments.UnknownPayment:
        raise Http404 from None


def _owed(uuid: UUID) -> Owed:
    try:
        return owed_by(uuid, tenant_id=current_tenant().id)
    except UnknownBill:
        raise Http404 from None


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
