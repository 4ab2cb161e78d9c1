"""The gateway keeps its fee when money goes back: the operator carries it as what the reseller owes.

As with destination charges at Stripe, whose platforms carry a negative balance up to a limit: here that is the fee of
the very payment, so that a first full refund needs nobody.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from shared_apps.kernel.money import Money
from shared_apps.payments.models import Payment, Refund

from ..models import CarriedFee


def carry_fee(payment: Payment, invoice_uuid: UUID, missing: Money, key: UUID) -> bool:
    """Write down that a refund takes `missing` beyond what is held; False where the payment's fee was less.

    In the claim's transaction, where refunds of the reseller take turns.
    """
    if missing > fee_left(payment):
        return False
    CarriedFee.objects.create(
        tenant_id=payment.tenant_id,
        payment_uuid=payment.uuid,
        invoice_uuid=invoice_uuid,
        refund_uuid=key,
        minor=missing.minor,
        currency=missing.currency,
    )
    return True


def fee_left(payment: Payment) -> Money:
    """What of a payment's fee no refund of it has used."""
    declined = Refund.objects.filter(payment=payment, status=Refund.Status.DECLINED).values("uuid")
    rows = CarriedFee.objects.filter(payment_uuid=payment.uuid).exclude(refund_uuid__in=declined)
    return payment.fee - Money(int(rows.aggregate(sum=Sum("minor"))["sum"] or 0), payment.currency)
