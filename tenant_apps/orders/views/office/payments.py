"""Payments in the office: what came in, what awaits approval, what is held for review."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.payments import door as payments
from shared_apps.payments.door import PaymentCard
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office

from ...announcements import announce_refusal
from ...models import Invoice
from ...verbs import settle_payment

MOST_AT_ONCE = 50
PAYMENT_STATES = [
    ("pending", gettext_lazy("Awaiting approval")),
    ("settled", gettext_lazy("Paid")),
    ("declined", gettext_lazy("Declined")),
    ("unknown", gettext_lazy("Being checked")),
    ("refunded", gettext_lazy("Refunded")),
    ("cancelled", gettext_lazy("Cancelled")),
]


@office("payments.view")
@require_GET
def office_payments(request: HttpRequest) -> HttpResponse:
    """What waits for staff first, then the newest payments."""
    context = {
        "awaiting": payments.awaiting_approval(),
        "held": payments.held(),
        "held_events": payments.held_events(),
        "page": payments.page(request.GET),
        "states": PAYMENT_STATES,
        "query": request.GET,
        "is_narrowed": any(request.GET.get(name) for name in ("q", "status", "method", "before", "after")),
        "may_approve": person_of(request).can("payments.approve"),
    }
    return render(request, "office/payments/list.html", context)


@office("payments.view")
@require_GET
def office_payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One payment with its receipts, to be approved or refused where it waits."""
    card = _payment(uuid)
    invoice = Invoice.objects.select_related("client").filter(uuid=card.invoice_uuid).first()
    return render(
        request,
        "office/payments/detail.html",
        {"payment": card, "invoice": invoice},
    )


@office("payments.approve")
@require_POST
def office_payments_together(request: HttpRequest) -> HttpResponse:
    """Several transfers approved at once; one that somebody else has decided meanwhile stays as it is."""
    by, done, left = person_of(request).actor, 0, 0
    for uuid in request.POST.getlist("payment")[:MOST_AT_ONCE]:
        try:
            payments.approve_transfer(UUID(uuid), by=by)
            settle_payment(uuid, by=by)
        except (IllegalMove, payments.MethodUnavailable, payments.UnknownPayment, ValueError):
            left += 1
        else:
            done += 1
    if done:
        said = ngettext("%(count)s transfer is approved.", "%(count)s transfers are approved.", done)
        messages.success(request, said % {"count": done})
    if left or not done:
        messages.warning(
            request, _("Some no longer await approval.") if left else _("Choose transfers first.")
        )
    return redirect("office_payments")


@office("payments.approve")
@require_POST
def office_payment_approval(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The money is there: the invoice is settled."""
    by = person_of(request).actor
    try:
        payments.approve_transfer(_payment(uuid).uuid, by=by)
    except (IllegalMove, payments.MethodUnavailable):
        messages.warning(request, _("This payment no longer awaits approval."))
        return redirect("office_payment", uuid)
    settle_payment(uuid, by=by)
    messages.success(request, _("The payment is approved and the invoice is paid."))
    return redirect("office_payments")


@office("payments.approve")
@require_POST
def office_payment_refusal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The money is not there; the client reads the reason."""
    payment, reason = _payment(uuid), typed(request.POST, "reason")
    if not reason:
        messages.error(request, _("Give a reason: the client will read it."))
        return redirect("office_payment", uuid)
    try:
        card = payments.refuse_transfer(payment.uuid, reason=reason, by=person_of(request).actor)
    except (IllegalMove, payments.MethodUnavailable):
        messages.warning(request, _("This payment no longer awaits approval."))
        return redirect("office_payment", uuid)
    announce_refusal(Invoice.objects.get(uuid=card.invoice_uuid), card)
    messages.success(request, _("The payment is refused."))
    return redirect("office_payments")


@office("payments.approve")
@require_POST
def office_payment_release(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the gateway about a held payment and take its word."""
    by = person_of(request).actor
    try:
        card = payments.release(_payment(uuid).uuid, by=by)
    except payments.AlreadyPaid:
        messages.error(
            request, _("Another payment has settled this invoice. Refund this one at the gateway.")
        )
        return redirect("office_payment", uuid)
    if card.is_settled:
        settle_payment(uuid, by=by)
        messages.success(request, _("The gateway confirms the payment: the invoice is paid."))
    else:
        messages.info(request, _("The gateway does not confirm the payment."))
    return redirect("office_payment", uuid)


@office("payments.view")
@require_GET
def office_receipt(request: HttpRequest, receipt: int) -> HttpResponse:
    """A receipt: our own picture inline, anything else only as a download (RELIABILITY 9)."""
    try:
        _card, name, content_type, content = payments.receipt_file(receipt)
    except payments.UnknownPayment:
        raise Http404 from None
    is_image = content_type == "image/jpeg"
    answer = HttpResponse(content, content_type=content_type if is_image else "application/octet-stream")
    kind, ending = ("inline", ".jpg") if is_image else ("attachment", ".pdf")
    plain = "".join(
        sign for sign in name.rsplit(".", 1)[0] if sign.isascii() and (sign.isalnum() or sign in "-_ ")
    )
    answer["Content-Disposition"] = f'{kind}; filename="{plain or "receipt"}{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _payment(uuid: UUID) -> PaymentCard:
    try:
        return payments.payment(uuid)
    except payments.UnknownPayment:
        raise Http404 from None
