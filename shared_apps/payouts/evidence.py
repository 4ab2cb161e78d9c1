"""What supports a decision about a withdrawal: where the money came from, and what is unusual about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared_apps.commissions.cards import Balances
from shared_apps.commissions.models import Earning, EarningStatus, Withdrawal, WithdrawalStatus
from shared_apps.commissions.queries import balances_of, earnings_of, withdrawals_of
from shared_apps.commissions.second_approval import Excess, excess_of
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money

from .models import BatchLine, PayoutProfile
from .queries import profile_of

NEWEST = 10
FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the page of one withdrawal shows beside the withdrawal itself."""

    balances: Balances
    earnings: list[Earning]
    others: list[Withdrawal]
    paid: Money
    profile: PayoutProfile
    lines: list[BatchLine]
    warnings: list[str | Promise]
    excess: Excess | None


def evidence_for(withdrawal: Withdrawal) -> Evidence:
    """In a handful of queries, whatever the person has earned."""
    person, currency = withdrawal.person_uuid, withdrawal.currency
    others = list(withdrawals_of(person).exclude(pk=withdrawal.pk)[:NEWEST])
    paid = (
        withdrawals_of(person)
        .filter(status=WithdrawalStatus.PAID, currency=currency)
        .aggregate(sum=Sum("amount_minor", default=0))
    )
    balances = balances_of(person, currency)
    return Evidence(
        balances=balances,
        earnings=list(_behind(withdrawal)[:NEWEST]),
        others=others,
        paid=Money(int(paid["sum"]), currency),
        profile=profile_of(person),
        lines=list(withdrawal.batch_lines.select_related("batch").order_by("-pk")),
        warnings=_warnings(withdrawal, balances, others),
        excess=excess_of(withdrawal),
    )


def _behind(withdrawal: Withdrawal) -> QuerySet[Earning]:
    """The newest earnings that were available when the money was asked for."""
    return earnings_of(withdrawal.person_uuid).filter(
        currency=withdrawal.currency, available_at__lte=withdrawal.requested_at
    )


def _warnings(withdrawal: Withdrawal, balances: Balances, others: list[Withdrawal]) -> list[str | Promise]:
    """What somebody who decides should look at twice."""
    person = withdrawal.person_uuid
    warnings: list[str | Promise] = []
    if balances.is_overdrawn:
        warnings.append(_("The balance is below zero: a refund took back what had been paid."))
    if withdrawal.method.verified_at > withdrawal.requested_at - FRESH:
        warnings.append(_("The payout method was added less than a week before the request."))
    used = [one for one in others if one.status == WithdrawalStatus.PAID]
    if used and all(one.method_id != withdrawal.method_id for one in used):
        warnings.append(_("The person was paid to another account before."))
    if any(one.status == WithdrawalStatus.RETURNED for one in others):
        warnings.append(_("The bank returned a payout to this person before."))
    troubled = earnings_of(person).filter(
        Q(status=EarningStatus.HELD) | Q(reversed_minor__gt=0, earned_at__gt=now() - timedelta(days=90))
    )
    if troubled.exists():
        warnings.append(_("Earnings of this person are under review or were taken back lately."))
    return warnings
