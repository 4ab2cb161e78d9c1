"""Commission that becomes a balance at once, and no bank pays: a client's credit, a reseller's prepaid balance.

Prepaid balances are kept above this app: `settlement` registers here how they grow (REQUIREMENTS S5.22).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from shared_apps.kernel.actor import Actor
from shared_apps.ledger.door import AccountName
from tenants.context import current_tenant

from .models import MethodKind, Payout

AT_ONCE = (MethodKind.CREDIT, MethodKind.PREPAID)


class PrepaidBalances(Protocol):
    """Asked and told in the operator's tenant, in the caller's transaction; resellers by their tenant's uuid."""

    def known(self, resellers: Iterable[UUID]) -> set[UUID]:
        """Those that have a balance. One query."""
        ...

    def account(self, reseller: UUID) -> AccountName:
        """Where the operator's own ledger has what it keeps for a reseller."""
        ...

    def grow(self, payouts: Sequence[Payout], resellers: Mapping[UUID, UUID], *, by: Actor) -> None:
        """Add what was paid to the balances; `resellers` by person. Each payout grows one balance once."""


_registered: list[PrepaidBalances] = []


def set_balances(balances: PrepaidBalances) -> None:
    """Register them; an app does so once, when it is loaded."""
    _registered[:] = [balances]


def prepaid() -> PrepaidBalances:
    """What `settlement` has registered."""
    return _registered[0]


def kinds_offered() -> list[tuple[str, str]]:
    """The ways in which members of the current tenant's programme can be paid."""
    own = MethodKind.PREPAID if current_tenant().is_operator else MethodKind.CREDIT
    return [(kind.value, str(kind.label)) for kind in (MethodKind.CARD, MethodKind.IBAN, own)]
