"""Transfers of resellers that await approval in the console, and refunds that only the operator decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.payments import door as payments
from tenants.access import console

from ..errors import UnknownBill
from ..models import HeldRefund
from ..owed import owed_by
from ..verbs.holding import approve_refund, refuse_refund
from ..verbs.reviewing import approve_transfer, refuse_transfer


@console("bills.view")
@require_GET
def console_bill_transfers(request: HttpRequest) -> HttpResponse:
    """Transfers that await a look at the bank account, oldest first, and what the gateway said that does not fit."""
    context = {"awaiting": payments.awaiting_approval(), "held": payments.held()}
    return render(request, "console/bills/transfers.html", context)


@console("bills.view")
@require_GET
def console_bill_transfer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One payment with its receipts, to be approved or refused where it waits."""
    card = _payment(uuid)
    try:
        owed = owed_by(card.invoice_uuid)
    except UnknownBill:
        raise Http404 from None
    may_edit = _person(request).can("bills.edit")
    context = {"payment": card, "owed": owed, "may_edit": may_edit}
    return render(request, "console/bills/transfer.html", context)


@console("bills.edit")
@require_POST
def console_bill_transfer_approval(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The money is there."""
    try:
        approve_transfer(_payment(uuid).uuid, by=_actor(request))
    except (IllegalMove, payments.MethodUnavailable):
        messages.warning(request, _("This payment no longer awaits approval."))
        return redirect("console_bill_transfer", uuid)
    messages.success(request, _("The payment is approved."))
    return redirect("console_bill_transfers")


@console("bills.edit")
@require_POST
def console_bill_transfer_refusal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The money is not there; the reseller reads the reason."""
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:500]
    if not reason:
        messages.error(request, _("Give a reason."))
        return redirect("console_bill_transfer", uuid)
    try:
        refuse_transfer(_payment(uuid).uuid, reason=reason, by=_actor(request))
    except (IllegalMove, payments.MethodUnavailable):
        messages.warning(request, _("This payment no longer awaits approval."))
        return redirect("console_bill_transfer", uuid)
    messages.success(request, _("The payment is refused."))
    return redirect("console_bill_transfers")


@console("bills.view")
@require_GET
def console_bill_receipt(request: HttpRequest, receipt: int) -> HttpResponse:
    """A receipt that a reseller uploaded: our own picture inline, anything else as a download (RELIABILITY 9)."""
    try:
        _card, _name, content_type, content = payments.receipt_file(receipt)
    except payments.UnknownPayment:
        raise Http404 from None
    is_image = content_type == "image/jpeg"
    answer = HttpResponse(content, content_type=content_type if is_image else "application/octet-stream")
    name = (
        f'inline; filename="receipt-{receipt}.jpg"'
        if is_image
        else f'attachment; filename="receipt-{receipt}.pdf"'
    )
    answer["Content-Disposition"] = name
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@console("bills.view")
@require_GET
def console_held_refunds(request: HttpRequest) -> HttpResponse:
    """Refunds of collected money beyond what is held: those that wait first."""
    rows = HeldRefund.objects.select_related("tenant")
    context = {
        "waiting": rows.filter(status=HeldRefund.Status.WAITING).order_by("pk"),
        "decided": rows.exclude(status=HeldRefund.Status.WAITING).order_by("-pk")[:50],
        "may_edit": _person(request).can("bills.edit"),
    }
    return render(request, "console/bills/refunds.html", context)


@console("bills.edit")
@require_POST
def console_held_refund(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say yes or no."""
    held = get_object_or_404(HeldRefund.objects.select_related("tenant"), uuid=uuid)
    note = request.POST.get("note", "").replace("\x00", "").strip()[:200]
    try:
        if request.POST.get("answer") == "yes":
            approve_refund(held, by=_actor(request))
            messages.success(request, _("The refund is on its way."))
        elif not note:
            messages.error(request, _("Give a reason."))
        else:
            refuse_refund(held, note=note, by=_actor(request))
            messages.success(request, _("The refund is refused."))
    except IllegalMove:
        messages.warning(request, _("Somebody else has decided this."))
    return redirect("console_held_refunds")


def _payment(uuid: UUID) -> payments.PaymentCard:
    try:
        return payments.payment(uuid)
    except payments.UnknownPayment:
        raise Http404 from None


def _person(request: HttpRequest) -> Any:
    return request.user


def _actor(request: HttpRequest) -> Actor:
    found: Actor = _person(request).actor
    return found
