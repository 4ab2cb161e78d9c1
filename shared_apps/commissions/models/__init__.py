"""The affiliate programme of each reseller, in `public` (REQUIREMENTS S1.10–S1.27)."""

from .dispute import Dispute, DisputeMessage, DisputeStatus
from .earning import Earning, EarningLine, EarningStatus, Wallet
from .fraud import FlagKind, FlagStatus, FraudFlag, PayerMark, Watch
from .material import AffiliateNote, ReadyText
from .programme import Programme
from .referral import AffiliateStatus, Campaign, KnownPerson, Referral, ReferralCode, ReferralSource, Visit
from .rule import Occasion, Rule
from .tier import AffiliateTier, TierStanding
from .version import ProgrammeVersion, VersionStatus
from .withdrawal import MethodKind, Payout, PayoutMethod, Withdrawal, WithdrawalStatus

__all__ = [
    "AffiliateNote",
    "AffiliateStatus",
    "AffiliateTier",
    "Campaign",
    "Dispute",
    "DisputeMessage",
    "DisputeStatus",
    "Earning",
    "EarningLine",
    "EarningStatus",
    "FlagKind",
    "FlagStatus",
    "FraudFlag",
    "KnownPerson",
    "MethodKind",
    "Occasion",
    "PayerMark",
    "Payout",
    "PayoutMethod",
    "Programme",
    "ProgrammeVersion",
    "ReadyText",
    "Referral",
    "ReferralCode",
    "ReferralSource",
    "Rule",
    "TierStanding",
    "VersionStatus",
    "Visit",
    "Wallet",
    "Watch",
    "Withdrawal",
    "WithdrawalStatus",
]
