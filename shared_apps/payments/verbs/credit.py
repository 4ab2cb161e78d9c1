"""Account credit that staff give or take back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountName, EntryKind, LegDraft, is_posted, post

from ..errors import TooLittleCredit
from ..gateways.credit import credit_of
from ..models import GatewayAccount
from ..queries import own_account


@transaction.atomic
def change_credit(client_uuid: UUID, amount: Money, *, reason: str, key: UUID) -> bool:
    """Give credit, or take it back where the amount is negative; false where this key has done so before.

    Raises `TooLittleCredit` for more than there is. One at a time with those who spend it.
    """
    account = own_account(GatewayAccount.Gateway.CREDIT)
    GatewayAccount.objects.select_for_update().get(pk=account.pk)
    if is_posted(f"credit:{key}"):
        return False
    if (credit_of(client_uuid, amount.currency) + amount).minor < 0:
        raise TooLittleCredit(str(amount))
    legs = [
        LegDraft(AccountName("client_credit", str(client_uuid)), -amount),
        LegDraft(AccountName("reseller_margin"), amount),
    ]
    post(f"credit:{key}", kind=EntryKind.CREDIT, legs=legs, reference=str(client_uuid), memo=reason[:200])
    return True
