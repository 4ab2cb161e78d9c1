"""The affiliate programme of each reseller, in `public` (REQUIREMENTS S1.10–S1.27)."""

from .earning import Earning, EarningStatus, Wallet
from .programme import Programme
from .referral import KnownPerson, Referral, ReferralCode, Visit
from .withdrawal import MethodKind, Payout, PayoutMethod, Withdrawal, WithdrawalStatus

__all__ = [
    "Earning",
    "EarningStatus",
    "KnownPerson",
    "MethodKind",
    "Payout",
    "PayoutMethod",
    "Programme",
    "Referral",
    "ReferralCode",
    "Visit",
    "Wallet",
    "Withdrawal",
    "WithdrawalStatus",
]
