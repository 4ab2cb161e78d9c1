"""Reads of the programme. Balances are right at `kernel.clock.now()`, whether or not the agenda has run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, BigIntegerField, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind, AccountName
from shared_apps.ledger.door import balances as ledger_balances
from tenants.context import current_tenant

from .cards import Balances
from .models import (
    Earning,
    EarningStatus,
    Payout,
    PayoutMethod,
    Referral,
    ReferralCode,
    Visit,
    Withdrawal,
)
from .terms import programme, terms_in_force, terms_of

__all__ = [
    "account",
    "available_of",
    "balances_of",
    "count_by_status",
    "earnings_of",
    "methods_of",
    "next_release_of",
    "payouts_of",
    "programme",
    "referrals_of",
    "referred_by",
    "referrers",
    "terms_in_force",
    "terms_of",
    "visitors_of",
    "with_earnings",
    "withdrawals",
    "withdrawals_of",
]


def earnings_of(person_uuid: UUID) -> QuerySet[Earning]:
    """A person's earnings, newest first."""
    return Earning.objects.filter(tenant_id=current_tenant().id, beneficiary_uuid=person_uuid).order_by("-pk")


def withdrawals() -> QuerySet[Withdrawal]:
    """The current tenant's withdrawals, newest first."""
    return (
        Withdrawal.objects.filter(tenant_id=current_tenant().id)
        .select_related("method", "payout")
        .order_by("-pk")
    )


def withdrawals_of(person_uuid: UUID) -> QuerySet[Withdrawal]:
    return withdrawals().filter(person_uuid=person_uuid)


def payouts_of(person_uuid: UUID) -> QuerySet[Payout]:
    """Money sent to a person, newest first."""
    return Payout.objects.filter(tenant_id=current_tenant().id, person_uuid=person_uuid).order_by("-pk")


def methods_of(person_uuid: UUID) -> QuerySet[PayoutMethod]:
    """A person's payout methods that are not removed."""
    found = PayoutMethod.objects.filter(
        tenant_id=current_tenant().id, person_uuid=person_uuid, removed_at=None
    )
    return found.order_by("pk")


def referrals_of(person_uuid: UUID, currency: str) -> QuerySet[Referral]:
    """Who came through a person, newest first, with `purchases`, and `earned_minor` in a currency."""
    mine = Referral.objects.filter(tenant_id=current_tenant().id, referrer_uuid=person_uuid)
    return with_earnings(mine, currency)


def with_earnings(referrals: QuerySet[Referral], currency: str) -> QuerySet[Referral]:
    """Referrals, newest first, with `purchases` in any currency, and `earned_minor` in this one."""
    return referrals.annotate(
        purchases=Count("earnings"),
        earned_minor=Sum(
            F("earnings__amount_minor") - F("earnings__reversed_minor"),
            filter=Q(earnings__currency=currency),
            default=0,
        ),
    ).order_by("-pk")


def referred_by(person_uuid: UUID) -> int:
    """How many clients came through a person and count as theirs."""
    mine = Referral.objects.filter(tenant_id=current_tenant().id, referrer_uuid=person_uuid)
    return mine.filter(ended_at=None).count()


def count_by_status() -> dict[str, int]:
    """How many withdrawals of the current tenant are in each state."""
    counted = withdrawals().order_by().values_list("status").annotate(number=Count("pk"))
    return dict(counted.values_list("status", "number"))


def referrers(currency: str) -> QuerySet[ReferralCode]:
    """Members of the programme with `visitors`, `referred`, and `earned_minor` in a currency."""
    codes = ReferralCode.objects.filter(tenant_id=current_tenant().id)
    earned = Sum(F("amount_minor") - F("reversed_minor"))
    return codes.annotate(
        visitors=_per_code(Visit.objects.filter(code=OuterRef("pk")), "code", Count("pk")),
        referred=_per_code(Referral.objects.filter(code=OuterRef("pk"), ended_at=None), "code", Count("pk")),
        earned_minor=_per_code(
            Earning.objects.filter(referral__code=OuterRef("pk"), currency=currency), "referral__code", earned
        ),
    )


def _per_code(rows: QuerySet[Any], code: str, sum_up: Aggregate) -> Coalesce:
    """A sum over the rows of one code; a subquery each, because joins would multiply each other."""
    summed = rows.order_by().values(code).annotate(sum=sum_up).values("sum")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)


def visitors_of(person_uuid: UUID) -> int:
    return Visit.objects.filter(tenant_id=current_tenant().id, code__person_uuid=person_uuid).count()


def account(kind: AccountKind, person_uuid: UUID) -> AccountName:
    """The ledger account of a person's commission."""
    return AccountName(kind, str(person_uuid))


def balances_of(person_uuid: UUID, currency: str) -> Balances:
    """A person's balances in three queries. Earnings whose hold is over count as available."""
    names = {
        kind: account(kind, person_uuid)
        for kind in (
            AccountKind.AFFILIATE_AVAILABLE,
            AccountKind.AFFILIATE_PENDING,
            AccountKind.AFFILIATE_RESERVED,
        )
    }
    owed = {name: -amount for name, amount in ledger_balances(names.values(), currency).items()}
    sums = _earning_sums(person_uuid, currency)
    due = Money(sums["due"], currency)
    paid = (
        payouts_of(person_uuid)
        .filter(currency=currency, returned_at=None)
        .aggregate(sum=Sum("amount_minor", default=0))
    )
    return Balances(
        available=owed[names[AccountKind.AFFILIATE_AVAILABLE]] + due,
        pending=owed[names[AccountKind.AFFILIATE_PENDING]] - due,
        reserved=owed[names[AccountKind.AFFILIATE_RESERVED]],
        paid=Money(int(paid["sum"]), currency),
        earned=Money(sums["earned"], currency),
    )


def available_of(people: Iterable[UUID], currency: str) -> dict[UUID, Money]:
    """What several people have available, in two queries."""
    names = {person: account(AccountKind.AFFILIATE_AVAILABLE, person) for person in people}
    posted = ledger_balances(names.values(), currency)
    due = (
        Earning.objects.filter(
            tenant_id=current_tenant().id,
            beneficiary_uuid__in=list(names),
            currency=currency,
            status=EarningStatus.PENDING,
            available_at__lte=now(),
        )
        .values_list("beneficiary_uuid")
        .annotate(sum=Sum(F("amount_minor") - F("reversed_minor")))
    )
    sums = dict(due.order_by().values_list("beneficiary_uuid", "sum"))
    return {
        person: Money(int(sums.get(person, 0)), currency) - posted[name] for person, name in names.items()
    }


def next_release_of(person_uuid: UUID) -> datetime | None:
    """When the next earning becomes available."""
    on_hold = earnings_of(person_uuid).filter(status=EarningStatus.PENDING, available_at__gt=now())
    found: datetime | None = on_hold.aggregate(next=Min("available_at"))["next"]
    return found


def _earning_sums(person_uuid: UUID, currency: str) -> dict[str, int]:
    net = F("amount_minor") - F("reversed_minor")
    due = Q(status=EarningStatus.PENDING, available_at__lte=now())
    found = (
        earnings_of(person_uuid)
        .filter(currency=currency)
        .aggregate(earned=Sum(net, default=0), due=Sum(net, filter=due, default=0))
    )
    return {name: int(value) for name, value in found.items()}
