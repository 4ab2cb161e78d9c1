"""A bill is due, and the reseller lets its saved card pay (REQUIREMENTS S4.20)."""

from __future__ import annotations

from uuid import UUID

from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments
from shared_apps.payments.door import CardOnFile, InvoiceShare, StartWish

from ..models import Bill
from ..queries import terms_of
from .bills import tell
from .taking import settle_payment


def charge_due(bill_uuid: UUID | str, *, by: Actor) -> bool:
    """Charge the default card once for a bill that is open; whether it was paid so. In the operator's tenant.

    Not inside a transaction. A charge that fails is told to the owners, and never tried again by itself.
    """
    bill = Bill.objects.select_related("tenant").filter(uuid=bill_uuid, status=Bill.Status.OPEN).first()
    if bill is None or not terms_of(bill.tenant_id).charges_card:
        return False
    card = next((one for one in payments.cards_of(bill.tenant.uuid) if one.is_default), None)
    if card is None or card.is_expired:
        return False
    try:
        started = payments.start(_wish(bill, card), by=by)
    except payments.PaymentRefused:
        # It is paid, or somebody is paying it just now.
        return False
    if started.payment.is_settled:
        settle_payment(started.payment_uuid, by=by)
        return True
    if started.payment.status in {"declined", "cancelled"}:
        tell(bill, "bill_charge_failed", key=str(started.payment_uuid), reason=started.payment.reason)
    return False


def _wish(bill: Bill, card: CardOnFile) -> StartWish:
    return StartWish(
        shares=(InvoiceShare(bill.uuid, bill.number, bill.total),),
        client_uuid=bill.tenant.uuid,
        client_name=bill.tenant.name,
        client_email="",
        gateway="stripe",
        description=bill.number,
        card_uuid=card.uuid,
        off_session=True,
        # The same bill again is the same charge, be it declined by now.
        key=bill.uuid,
    )
