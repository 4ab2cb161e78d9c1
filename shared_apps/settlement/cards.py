"""What the door gives: frozen, with Money, no models."""

from __future__ import annotations

from dataclasses import dataclass

from shared_apps.kernel.money import Money


@dataclass(frozen=True, slots=True)
class TermsCard:
    """How the current reseller settles with the operator."""

    is_platform: bool
    is_prepaid: bool
    waits_when_empty: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reseller and the operator stand in one currency; every amount is zero or more, but `collected`.

    `owed`: wholesale that no statement names yet and no balance covers. `stated`: open statements. `prepaid`:
    what is left of the balance. `collected`: what the operator holds for the reseller; below zero the reseller
    owes it.
    """

    owed: Money
    stated: Money
    prepaid: Money
    collected: Money

    @property
    def currency(self) -> str:
        return self.owed.currency

    @property
    def is_settled(self) -> bool:
        return not (self.owed or self.stated or self.prepaid or self.collected)
