"""Whether a second person must approve a withdrawal, and why.

Not the single wish is held against the limit but what one person alone may let a beneficiary have in `WINDOW`:
splitting a wish into several changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Sum

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money

from .models import Withdrawal, WithdrawalStatus
from .terms import terms_in_force

WINDOW = timedelta(days=30)
# What the bank returned counts: who says that it came back may be the one who approved it.
APPROVED = (WithdrawalStatus.APPROVED, WithdrawalStatus.PAID, WithdrawalStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class Excess:
    """A withdrawal that is above the limit, together with what was approved `before` by one person each."""

    limit: Money
    before: Money


def excess_of(withdrawal: Withdrawal) -> Excess | None:
    """Why two people must approve it; None where one is enough.

    Counted is what the same person got approved in the same currency within the last 30 days by one person, and
    was not rejected since. What two people approved is not counted: a second one has seen it.
    """
    limit = terms_in_force().second_approval_in(withdrawal.currency)
    if limit is None:
        return None
    before = approved_alone(withdrawal)
    return Excess(limit, before) if withdrawal.amount + before > limit else None


def approved_alone(withdrawal: Withdrawal) -> Money:
    """What counts beside the withdrawal itself. Hold the person's wallet where a decision rests on it."""
    counted = Withdrawal.objects.filter(
        tenant_id=withdrawal.tenant_id,
        person_uuid=withdrawal.person_uuid,
        currency=withdrawal.currency,
        status__in=APPROVED,
        first_approved_by="",
        decided_at__gt=now() - WINDOW,
    )
    found = counted.exclude(pk=withdrawal.pk).aggregate(sum=Sum("amount_minor", default=0))
    return Money(int(found["sum"]), withdrawal.currency)
