"""Account credit: what the reseller owes a client, kept in the ledger under `client_credit`."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountName, EntryKind, LegDraft, balance, post

from ..errors import ForgedEvent
from ..models import GatewayAccount, Payment, Refund
from ..words import TOO_LITTLE_CREDIT
from .protocol import PAID, Begun, Declined, Done, Facts, Heard

CLEARING = AccountName("gateway_clearing", "credit")
_SPENT, _RETURNED = "Account credit spent", "Account credit returned"


def credit_of(client_uuid: UUID, currency: str) -> Money:
    """What a client has to spend: a credit balance, so the ledger's sum is negative."""
    return -balance(_of(client_uuid), currency)


class Credit:
    """Spends within the caller's transaction, one spender of a tenant at a time."""

    name = "credit"
    is_remote = False

    def start(self, account: GatewayAccount, payment: Payment) -> Begun | Declined:
        GatewayAccount.objects.select_for_update().get(pk=account.pk)
        if credit_of(payment.client_uuid, payment.currency) < payment.amount:
            return Declined(TOO_LITTLE_CREDIT)
        reference = str(payment.invoice_uuid)
        legs = [
            LegDraft(_of(payment.client_uuid), payment.amount),
            LegDraft(CLEARING, -payment.amount),
        ]
        post(
            f"credit-spent:{payment.uuid}", kind=EntryKind.OTHER, legs=legs, reference=reference, memo=_SPENT
        )
        return Begun(status=Payment.Status.SETTLED, reference=str(payment.uuid))

    def look(self, account: GatewayAccount, payment: Payment) -> Facts:
        return Facts(PAID, payment.reference, str(payment.uuid), payment.amount, payment.fee)

    def give_up(self, account: GatewayAccount, payment: Payment) -> None:
        """It is never open: it settles as it starts."""

    def refund(self, account: GatewayAccount, refund: Refund) -> Done:
        reference = str(refund.invoice_uuid)
        legs = [
            LegDraft(CLEARING, refund.amount),
            LegDraft(_of(refund.payment.client_uuid), -refund.amount),
        ]
        post(
            f"credit-returned:{refund.uuid}",
            kind=EntryKind.OTHER,
            legs=legs,
            reference=reference,
            memo=_RETURNED,
        )
        return Done(str(refund.uuid))

    def hear(self, account: GatewayAccount, body: bytes, headers: Mapping[str, str]) -> Heard:
        raise ForgedEvent("Account credit sends no events.")


def _of(client_uuid: UUID) -> AccountName:
    return AccountName("client_credit", str(client_uuid))
