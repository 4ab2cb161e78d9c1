"""The affiliate programme of each reseller, in `public` (REQUIREMENTS S1.10–S1.27)."""

from .earning import Earning, EarningLine, EarningStatus, Wallet
from .programme import Programme
from .referral import KnownPerson, Referral, ReferralCode, Visit
from .rule import Occasion, Rule
from .tier import AffiliateTier, TierStanding
from .version import ProgrammeVersion, VersionStatus
from .withdrawal import MethodKind, Payout, PayoutMethod, Withdrawal, WithdrawalStatus

__all__ = [
    "AffiliateTier",
    "Earning",
    "EarningLine",
    "EarningStatus",
    "KnownPerson",
    "MethodKind",
    "Occasion",
    "Payout",
    "PayoutMethod",
    "Programme",
    "ProgrammeVersion",
    "Referral",
    "ReferralCode",
    "Rule",
    "TierStanding",
    "VersionStatus",
    "Visit",
    "Wallet",
    "Withdrawal",
    "WithdrawalStatus",
]
