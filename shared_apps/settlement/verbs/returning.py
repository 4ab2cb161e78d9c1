"""Money that went back to a reseller at the gateway: the books follow, in the operator's tenant (RELIABILITY 13)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.commissions import door as commissions
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft
from shared_apps.payments import door as payments
from shared_apps.payments.door import RefundCard
from tenants.models import Tenant

from ..booking import kept_for
from ..models import Bill, Transfer
from ..owed import Owed, owed_by
from ..queries import standing_in, terms_of
from .bills import FEES
from .follow import draw
from .taking import settle_payment
from .transfers import CLEARING, take_turns


@transaction.atomic
def record_return(refund_uuid: UUID | str, *, by: Actor) -> bool:
    """Take a refund that is done into both ledgers; False where it was before.

    What was returned of a bill is no cost any more, and its commission goes back; of a statement it is owed
    again; of a balance it is taken off it, and what the balance no longer covers is owed.
    """
    card = payments.refund_by(refund_uuid)
    settle_payment(card.payment_uuid, by=by)
    owed = owed_by(card.invoice_uuid)
    take_turns(owed.tenant)
    if ledger.is_posted(f"refund:{card.uuid}"):
        return False
    came = Transfer.objects.filter(payment_uuid=card.payment_uuid, tenant=owed.tenant)
    if isinstance(owed, Bill) and came.filter(bill=owed).exists():
        _of_bill(owed, card, by=by)
        legs = [LegDraft(FEES, -card.amount)]
    else:
        _of_others(owed, card)
        is_statement = came.filter(statement__uuid=owed.uuid).exists()
        legs = _back_from(owed.tenant, card.amount, spares_balance=is_statement)
    _post(owed, card, legs)
    record(owed, "return", by=by, minor=card.amount.minor, payment=str(card.payment_uuid))
    if terms_of(owed.tenant_id).is_prepaid:
        draw(owed.tenant_id, card.amount.currency, key=f"returned:{card.uuid}")
    return True


def _of_bill(bill: Bill, card: RefundCard, *, by: Actor) -> None:
    taken = commissions.reverse(bill.uuid, card.amount, bill.total, by=by)
    ledger.post_refund(
        ledger.Refund(
            refund_uuid=card.uuid,
            invoice_uuid=bill.uuid,
            invoice_number=bill.number,
            amount=card.amount,
            gateway=card.clearing,
            commission=taken.amount if taken else Money.zero(bill.currency),
        )
    )


def _of_others(owed: Owed, card: RefundCard) -> None:
    ledger.post(
        f"refund:{card.uuid}",
        kind=EntryKind.RETURNED,
        reference=str(owed.uuid),
        memo=owed.number,
        legs=[
            LegDraft(AccountName(AccountKind.GATEWAY_CLEARING, card.clearing), -card.amount),
            LegDraft(kept_for(owed.tenant), card.amount),
        ],
    )


def _back_from(tenant: Tenant, amount: Money, *, spares_balance: bool) -> list[LegDraft]:
    left = standing_in(tenant.pk, amount.currency).prepaid
    drawn = Money(0 if spares_balance else max(0, min(left.minor, amount.minor)), amount.currency)
    return [
        LegDraft(AccountName(AccountKind.PREPAID), -drawn),
        LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), -(amount - drawn)),
    ]


def _post(owed: Owed, card: RefundCard, legs: list[LegDraft]) -> None:
    ledger.post(
        f"returned:{card.uuid}",
        kind=EntryKind.RETURNED,
        reference=str(owed.uuid),
        memo=owed.number,
        legs=[*legs, LegDraft(CLEARING, card.amount)],
        tenant_id=owed.tenant_id,
    )
