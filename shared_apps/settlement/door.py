"""The door to settlement: how the current reseller settles with the operator."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from tenants.context import current_tenant

from .cards import Standing, TermsCard
from .queries import collecting_tenant, standings_of, terms_of
from .xray import Slices, slices_of

__all__ = [
    "Slices",
    "Standing",
    "TermsCard",
    "account_tenant",
    "may_set_up",
    "owes",
    "slices",
    "standings",
    "terms_of_tenant",
]


def terms_of_tenant() -> TermsCard:
    """The current reseller's terms."""
    terms = terms_of(current_tenant().id)
    return TermsCard(terms.is_platform, terms.is_prepaid, terms.waits_when_empty)


def standings() -> list[Standing]:
    """How the current reseller stands in each currency."""
    return standings_of(current_tenant().id)


def may_set_up() -> bool:
    """Whether the operator sets something new up for it: not while its balance owes, if the terms say so."""
    terms = terms_of_tenant()
    if not (terms.is_prepaid and terms.waits_when_empty):
        return True
    return not any(standing.owed.minor > 0 for standing in standings())


def account_tenant() -> int:
    """The key of the tenant whose gateway accounts take the money of the current one's clients."""
    return collecting_tenant() or current_tenant().id


def owes() -> list[Standing]:
    """The currencies in which a prepaid balance does not cover what is owed: what the office warns of."""
    if not terms_of_tenant().is_prepaid:
        return []
    return [standing for standing in standings() if standing.owed.minor > 0]


def slices(invoices: Iterable[UUID], currency: str) -> Slices:
    """Where the money of the current reseller's invoices went. One query."""
    return slices_of(current_tenant().id, invoices, currency)
