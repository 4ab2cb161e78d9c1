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
    """Tax kept back from `whole`, and by which rule; nothing where none holds."""

    amount: Money
    whole: Money
    name: str = ""
    basis_points: int = 0

    @property
    def percent(self) -> float:
        return self.basis_points / 100

    @property
    def rest(self) -> Money:
        """What is sent."""
        return self.whole - self.amount


@dataclass(frozen=True, slots=True)
class Document:
    """A statement about a payout, by its number and its uuid."""

    number: str
    uuid: UUID


class PayeeRules(Protocol):
    """Asked and told in the caller's transaction, about people of the current tenant."""

    def withheld_from(self, person_uuid: UUID, amount: Money) -> Withheld: ...

    def refuse_incomplete(self, person_uuid: UUID) -> None:
        """Raise `ProfileMissing` where documents could not name the person."""

    def paid(self, payouts: Sequence[Payout], *, by: Actor) -> None: ...

    def returned(self, payouts: Sequence[Payout], *, by: Actor) -> None: ...

    def documents(self, payouts: Sequence[Payout]) -> dict[int, Document]:
        """The statements about payouts, by the payout's key; in one query."""
        ...

    def forget(self, person_uuid: UUID) -> None:
        """Blank what tells who somebody is; documents that were issued stay."""


class _NoRules:
    def withheld_from(self, person_uuid: UUID, amount: Money) -> Withheld:
        return Withheld(Money.zero(amount.currency), amount)

    def refuse_incomplete(self, person_uuid: UUID) -> None:
        return

    def paid(self, payouts: Sequence[Payout], *, by: Actor) -> None:
        return

    def returned(self, payouts: Sequence[Payout], *, by: Actor) -> None:
        return

    def documents(self, payouts: Sequence[Payout]) -> dict[int, Document]:
        return {}

    def forget(self, person_uuid: UUID) -> None:
        return


_known: list[PayeeRules] = []


def set_payee_rules(rules: PayeeRules) -> None:
    """Register them; an app does so once, when it is loaded."""
    _known[:] = [rules]


def payee_rules() -> PayeeRules:
    return _known[0] if _known else _NoRules()
