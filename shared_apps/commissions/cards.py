"""What goes in and out of the programme: frozen records and its refusals, one for each rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is: what tells whether two people are one. `mobile` is in E.164 or empty."""

    person_uuid: UUID
    email: str
    mobile: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """One line of a paid invoice: what was sold, its net amount (a credit's is negative), and whether it is the
    `first` purchase of a service, a `renewal` or a `change`."""

    sku: str
    product_sku: str
    net: Money
    occasion: str


@dataclass(frozen=True, slots=True)
class Purchase:
    """A paid invoice of a client; `net` is after discount, before tax (REQUIREMENTS, "Commission base").

    The lines' amounts add up to `net`; without lines it is one of nothing in particular.
    `payer` is what the gateway knows the card or account by, where it says so; only a digest of it is kept.
    """

    invoice_uuid: UUID
    client_uuid: UUID
    net: Money
    at: datetime | None = None
    lines: tuple[PurchaseLine, ...] = ()
    payer: str = ""

    def __post_init__(self) -> None:
        if not self.lines:
            object.__setattr__(self, "lines", (PurchaseLine("", "", self.net, ""),))
        elif total([line.net for line in self.lines], self.net.currency) != self.net:
            raise ValueError("The lines of a purchase add up to it.")


@dataclass(frozen=True, slots=True)
class Commission:
    """An amount earned, or taken back, and whose it is (a person's uuid)."""

    amount: Money
    beneficiary: UUID


@dataclass(frozen=True, slots=True)
class Terms:
    """The programme as its members read it. `rate_bp` in basis points; `minimums` in other currencies."""

    rate_bp: int
    hold_days: int
    cookie_days: int
    earning_days: int | None
    minimum: Money
    guide_url: str
    tutorials_url: str
    minimums: tuple[Money, ...] = ()

    @property
    def rate_percent(self) -> float:
        return self.rate_bp / 100


@dataclass(frozen=True, slots=True)
class Balances:
    """A person's money in the programme. A refund may make `available` negative; that blocks withdrawals."""

    available: Money
    pending: Money
    reserved: Money
    paid: Money
    earned: Money

    @property
    def is_overdrawn(self) -> bool:
        return self.available.minor < 0


@dataclass(frozen=True, slots=True)
class Overview:
    """A person's programme at a glance. `rules`: for which sales, and what they earn, where not all earn the same."""

    code: str
    terms: Terms
    balances: Balances
    visitors: int
    referred: int
    purchases: int
    next_release_at: datetime | None
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AttributionCard:
    """Through whom a client came, how, and until when it counts; `member` is the affiliate's person uuid."""

    member: UUID
    name: str
    code: str
    campaign: str
    source: str
    reason: str
    decided_by: str
    at: datetime
    ended_at: datetime | None
    earnings: int


@dataclass(frozen=True, slots=True)
class WithdrawalWish:
    """What a person asks for; `request_key` comes with the form, so that sending it twice asks once."""

    person_uuid: UUID
    person_name: str
    amount: Money
    method_uuid: UUID
    request_key: UUID
    note: str = ""


class NotYours(PermissionError):
    """Only the person themselves may ask for their money."""


class OwnWithdrawal(PermissionError):
    """Nobody approves or pays their own withdrawal."""


class SameApprover(PermissionError):
    """The second approval must come from another person than the first."""


class InBatch(ValueError):
    """The withdrawal is locked in a payout batch; what becomes of it is decided there."""


class ProfileMissing(ValueError):
    """Name, address or tax number must be known before money is asked for."""


class BelowMinimum(ValueError):
    """Less than the programme pays out at once."""

    def __init__(self, minimum: Money) -> None:
        super().__init__(f"At least {minimum} can be withdrawn.")
        self.minimum = minimum


class InsufficientBalance(ValueError):
    """More than is available; `available` may be negative."""

    def __init__(self, available: Money) -> None:
        super().__init__(f"{available} is available.")
        self.available = available


class UnknownMethod(LookupError):
    """No such payout method of this person, or it was removed."""


class RequestKeyReused(ValueError):
    """The request key stands for another wish."""


class ReferenceMissing(ValueError):
    """A bank payout needs the bank's reference."""


class NoClientAccount(ValueError):
    """Account credit needs a client account of the person."""


class RefundExceedsPurchase(ValueError):
    """More would be taken back than was bought."""


class UnknownCode(LookupError):
    """No link of this tenant that counts has the code."""


class OwnReferral(ValueError):
    """Nobody comes through themselves, in any guise."""


class AlreadyAttributed(ValueError):
    """The client is theirs already."""


class CodeTaken(ValueError):
    """Another link of the tenant has the code."""


class CampaignTagTaken(ValueError):
    """The member has a campaign of that name."""


class TooManyCampaigns(ValueError):
    """More running campaigns than a member may have."""


class OwnEarning(PermissionError):
    """Nobody decides on what they earned themselves."""


class TierInUse(ValueError):
    """A rule names the level, or somebody was given it by hand."""
