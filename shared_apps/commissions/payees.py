"""What the app of payouts knows about who is paid, told to the programme below it when it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money

from .models import Payout


@dataclass(frozen=True, slots=True)
class Withheld:
    """Tax kept back from an amount, and by which rule; nothing where none holds."""

    amount: Money
    name: str = ""
    basis_points: int = 0


class PayeeRules(Protocol):
    """Asked and told in the caller's transaction, about people of the current tenant."""

    def withheld_from(self, person_uuid: UUID, amount: Money) -> Withheld: ...

    def refuse_incomplete(self, person_uuid: UUID) -> None:
        """Raise `ProfileMissing` where documents could not name the person."""

    def paid(self, payouts: Sequence[Payout], *, by: Actor) -> None: ...

    def returned(self, payouts: Sequence[Payout], *, by: Actor) -> None: ...


class _NoRules:
    def withheld_from(self, person_uuid: UUID, amount: Money) -> Withheld:
        return Withheld(Money.zero(amount.currency))

    def refuse_incomplete(self, person_uuid: UUID) -> None:
        return

    def paid(self, payouts: Sequence[Payout], *, by: Actor) -> None:
        return

    def returned(self, payouts: Sequence[Payout], *, by: Actor) -> None:
        return


_known: list[PayeeRules] = []


def set_payee_rules(rules: PayeeRules) -> None:
    """Register them; an app does so once, when it is loaded."""
    _known[:] = [rules]


def payee_rules() -> PayeeRules:
    return _known[0] if _known else _NoRules()
