"""Handing withheld tax over to the authority."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft, balance, post
from tenants.context import current_tenant

from ..errors import MoreThanWithheld
from ..models import NumberSequence, Remittance
from ..queries import today

WITHHELD, CLEARING = AccountName(AccountKind.WITHHOLDING_PAYABLE), AccountName(AccountKind.PAYOUT_CLEARING)


@transaction.atomic
def remit(amount: Money, *, reference: str, key: UUID, by: Actor) -> Remittance:
    """Write down that withheld tax was paid to the authority; the same `key` again is the same payment.

    Raises `MoreThanWithheld`, `NotWhileActing`.
    """
    only_oneself(by)
    # Two who write down at once take turns, so that not more is handed over than was withheld.
    NumberSequence.locked(current_tenant().id, "remittance", today().year)
    known = Remittance.objects.filter(tenant_id=current_tenant().id, uuid=key).first()
    if known:
        return known
    held = -balance(WITHHELD, amount.currency)
    if not 0 < amount.minor <= held.minor:
        raise MoreThanWithheld(held)
    paid = Remittance.objects.create(
        uuid=key,
        tenant_id=current_tenant().id,
        amount_minor=amount.minor,
        currency=amount.currency,
        reference=reference.strip(),
        paid_at=now(),
    )
    post(
        f"remittance:{paid.uuid}",
        kind=EntryKind.WITHHOLDING_REMITTED,
        reference=str(paid.uuid),
        memo=paid.reference,
        legs=[LegDraft(WITHHELD, amount), LegDraft(CLEARING, -amount)],
    )
    record(paid, "hand over", by=by, minor=amount.minor, currency=amount.currency)
    return paid
