"""The programme's door, inside the caller's transaction; the tenant is always the current one."""

from __future__ import annotations

from uuid import UUID

from .cards import Balances, Commission, Identity, Overview, Purchase, PurchaseLine, Terms
from .models import WithdrawalStatus
from .people import normal_email
from .queries import (
    balances_of,
    earnings_of,
    next_release_of,
    programme,
    referred_by,
    terms_of,
    visitors_of,
    withdrawals,
)
from .verbs import attribute as _attribute
from .verbs import code_for, count_visit, earn, remember, reverse
from .verbs.forgetting import forget

__all__ = [
    "COOKIE",
    "Balances",
    "Commission",
    "Identity",
    "Overview",
    "Purchase",
    "PurchaseLine",
    "Terms",
    "attribute",
    "code_of",
    "earn",
    "forget",
    "has_money",
    "normal_email",
    "overview",
    "remember",
    "reverse",
    "terms",
    "visit",
    "withdrawals_waiting",
]

# The name of the cookie that a referral link sets.
COOKIE = "ref"


def code_of(person_uuid: UUID, *, name: str = "") -> str:
    """A person's referral code; made on first asking. `name` is how the office will know them."""
    return code_for(person_uuid, name=name).code


def visit(code: str, *, fingerprint: str) -> str:
    """Count a click on a link; the signed token for the cookie `COOKIE`, empty for an unknown code."""
    return count_visit(code, fingerprint=fingerprint)


def attribute(*, client_uuid: UUID, referred: Identity, token: str) -> bool:
    """Attribute a new client to whoever's link was clicked last; whether somebody's was.

    Call it for every new client, with an empty token too: it is how self-referral is recognised later.
    """
    return _attribute(client_uuid=client_uuid, referred=referred, token=token) is not None


def terms() -> Terms:
    """The programme's terms: rate, hold, minimum."""
    return terms_of(programme())


def overview(person_uuid: UUID, *, name: str = "") -> Overview:
    """A person's programme at a glance."""
    kept = programme()
    return Overview(
        code=code_of(person_uuid, name=name),
        terms=terms_of(kept),
        balances=balances_of(person_uuid, kept.currency),
        visitors=visitors_of(person_uuid),
        referred=referred_by(person_uuid),
        purchases=earnings_of(person_uuid).count(),
        next_release_at=next_release_of(person_uuid),
    )


def has_money(person_uuid: UUID) -> bool:
    """Whether a person has commission that is not paid out, on its way or owed back."""
    found = balances_of(person_uuid, programme().currency)
    return any(amount.minor for amount in (found.available, found.pending, found.reserved))


def withdrawals_waiting() -> int:
    """How many withdrawals wait for the office: to be decided or to be paid."""
    return withdrawals().filter(status__in=[WithdrawalStatus.REQUESTED, WithdrawalStatus.APPROVED]).count()
