"""Where gateways send their events. The signature decides: no session, no CSRF token."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.payments import door as payments
from tenants.access import public

from ..errors import PaymentDoesNotFit
from ..verbs.refund import apply_refund
from ..verbs.settle import settle_payment

WEBHOOK = Actor.system("payments.webhook")

log = structlog.get_logger(__name__)


@csrf_exempt
@public
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """400 for what is not signed for this tenant; 200 for everything else, however often it comes."""
    try:
        received = payments.receive("stripe", request.body, request.headers)
    except payments.ForgedEvent as forged:
        log.warning("webhook_refused", reason=str(forged))
        return HttpResponse(status=400)
    if received.payment:
        try:
            _follow(received.payment)
        except (IllegalMove, PaymentDoesNotFit):
            # The event is taken in; what follows stands in the agenda, where a failure is seen.
            log.exception("webhook_not_followed", payment=str(received.payment.uuid))
    return HttpResponse(status=200)


def _follow(payment: payments.PaymentCard) -> None:
    """At once what the agenda would do in a moment: the client is watching the page."""
    if payment.status in {"settled", "refunded"}:
        settle_payment(payment.uuid, by=WEBHOOK)
        for share in payment.shares:
            for refund in payments.refunds_of(share.invoice_uuid):
                if refund.is_done:
                    apply_refund(refund.uuid, by=WEBHOOK)
