"""Rows as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.money import Money

from .models import AffiliateStatus, Earning, EarningStatus, Referral, ReferralCode, ReferralSource


@dataclass(frozen=True, slots=True)
class EarningRow:
    """A commission. Its status is right at the moment of showing, whether or not the agenda has run."""

    uuid: UUID
    label: str
    base: Money
    rate_percent: float
    amount: Money
    reversed: Money
    status: EarningStatus
    earned_at: datetime
    available_at: datetime


@dataclass(frozen=True, slots=True)
class ReferralRow:
    label: str
    attributed_at: datetime
    purchases: int
    earned: Money
    source: ReferralSource
    reason: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReferrerRow:
    """A member of the programme as the office sees them."""

    name: str
    code: str
    uuid: UUID
    status: AffiliateStatus
    since: datetime
    visitors: int
    referred: int
    earned: Money
    available: Money


def earning_row(earning: Earning, at: datetime) -> EarningRow:
    status = EarningStatus.AVAILABLE if earning.is_due(at) else EarningStatus(earning.status)
    return EarningRow(
        uuid=earning.uuid,
        label=earning.label,
        base=earning.base,
        rate_percent=earning.rate_bp / 100,
        amount=earning.amount,
        reversed=earning.reversed,
        status=status,
        earned_at=earning.earned_at,
        available_at=earning.available_at,
    )


def referral_row(referral: Referral, currency: str) -> ReferralRow:
    """A referral annotated with `purchases` and `earned_minor`."""
    return ReferralRow(
        label=referral.label,
        attributed_at=referral.attributed_at,
        purchases=referral.purchases,  # type: ignore[attr-defined]
        earned=Money(int(referral.earned_minor), currency),  # type: ignore[attr-defined]
        source=ReferralSource(referral.source),
        reason=referral.reason,
        ended_at=referral.ended_at,
    )


def referrer_row(code: ReferralCode, available: Money) -> ReferrerRow:
    """A code annotated with `visitors`, `referred` and `earned_minor`."""
    return ReferrerRow(
        name=code.name or code.code,
        code=code.code,
        uuid=code.person_uuid,
        status=AffiliateStatus(code.status),
        since=code.created_at,
        visitors=code.visitors,  # type: ignore[attr-defined]
        referred=code.referred,  # type: ignore[attr-defined]
        earned=Money(int(code.earned_minor), available.currency),  # type: ignore[attr-defined]
        available=available,
    )
