"""The programme's door, inside the caller's transaction; the tenant is always the current one."""

from __future__ import annotations

from uuid import UUID

from tenants.context import current_tenant

from .attribution import attributions_of, members_for_choice
from .cards import (
    AlreadyAttributed,
    AttributionCard,
    Balances,
    Commission,
    Identity,
    Overview,
    OwnReferral,
    Purchase,
    PurchaseLine,
    Terms,
    UnknownCode,
)
from .currencies import currencies_of
from .goods import sold_by_operator
from .members import disputes_waiting, earnings_under_review
from .models import EarningLine, ProgrammeVersion, WithdrawalStatus
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
from .terms import rules_of
from .tracing import link_named
from .verbs import attribute as _attribute
from .verbs import (
    attribute_by_code,
    attribute_by_hand,
    clicked_code,
    code_for,
    count_visit,
    earn,
    end_attribution,
    remember,
    reverse,
)
from .verbs.forgetting import forget
from .wording import cards_of

__all__ = [
    "COOKIE",
    "AlreadyAttributed",
    "AttributionCard",
    "Balances",
    "Commission",
    "Identity",
    "Overview",
    "OwnReferral",
    "Purchase",
    "PurchaseLine",
    "Terms",
    "UnknownCode",
    "attribute",
    "attribute_by_code",
    "attribute_by_hand",
    "attributions_of",
    "clicked_code",
    "code_of",
    "disputes_waiting",
    "earn",
    "earned_by_line",
    "end_attribution",
    "forget",
    "has_money",
    "is_code",
    "landing_of",
    "members_for_choice",
    "normal_email",
    "overview",
    "remember",
    "reverse",
    "reviews_waiting",
    "sold_by_operator",
    "terms",
    "visit",
    "withdrawals_waiting",
]

# The name of the cookie that a referral link sets.
COOKIE = "ref"


def code_of(person_uuid: UUID, *, name: str = "") -> str:
    """A person's referral code; made on first asking. `name` is how the office will know them."""
    return code_for(person_uuid, name=name).code


def visit(code: str, *, fingerprint: str, own_token: str = "") -> str:
    """Count a click on a link; the signed token for the cookie `COOKIE`, empty for an unknown code.

    `own_token` is the browser's cookie of whoever's own pages it showed.
    """
    return count_visit(code, fingerprint=fingerprint, own_token=own_token)


def landing_of(code: str) -> str:
    """The page of this host where a link leads; the first page for an unknown one."""
    link = link_named(code)
    return link.landing if link else "/"


def is_code(code: str) -> bool:
    """Whether a code that somebody typed is that of a link which counts."""
    link = link_named(code)
    return bool(link and link.member.may_bring and not (link.campaign and link.campaign.ended_at))


def earned_by_line(invoice_uuid: UUID) -> dict[int, int]:
    """What each line of an invoice earned, in minor units by its place; empty where nobody earned. One query."""
    lines = EarningLine.objects.filter(
        earning__tenant_id=current_tenant().id, earning__invoice_uuid=invoice_uuid
    )
    return dict(lines.order_by().values_list("position", "amount_minor"))


def attribute(*, client_uuid: UUID, referred: Identity, token: str = "", code: str = "") -> bool:
    """Attribute a new client to whoever's link was clicked last; whether somebody's was.

    Call it for every new client, with an empty token too: it is how self-referral is recognised later. `code`:
    what `clicked_code` said of the token earlier, where the client comes to be long after the click.
    """
    return _attribute(client_uuid=client_uuid, referred=referred, token=token, code=code) is not None


def terms() -> Terms:
    """The programme's terms: rate, hold, minimum."""
    return terms_of(programme())


def overview(person_uuid: UUID, *, name: str = "", currency: str = "") -> Overview:
    """A person's programme at a glance; the balances in a currency, the programme's own unless one is named."""
    kept = programme()
    return Overview(
        code=code_of(person_uuid, name=name),
        terms=terms_of(kept),
        balances=balances_of(person_uuid, currency or kept.currency),
        visitors=visitors_of(person_uuid),
        referred=referred_by(person_uuid),
        purchases=earnings_of(person_uuid).count(),
        next_release_at=next_release_of(person_uuid),
        rules=_rules(kept.version),
    )


def _rules(version: ProgrammeVersion) -> tuple[tuple[str, str], ...]:
    """In words; empty where one percentage is paid for everything."""
    cards = cards_of(version)
    is_plain = len(cards) == 1 and rules_of(version)[0].is_for_all and not cards[0].limits
    return () if is_plain else tuple((card.applies, card.text) for card in cards)


def has_money(person_uuid: UUID) -> bool:
    """Whether a person has commission in any currency that is not paid out, on its way or owed back."""
    found = [balances_of(person_uuid, code) for code in currencies_of(person_uuid)]
    return any(sum.minor for one in found for sum in (one.available, one.pending, one.reserved))


def withdrawals_waiting() -> int:
    """How many withdrawals wait for the office: to be decided or to be paid."""
    return withdrawals().filter(status__in=[WithdrawalStatus.REQUESTED, WithdrawalStatus.APPROVED]).count()


def reviews_waiting() -> int:
    """How many earnings are held for review."""
    return earnings_under_review().count()
