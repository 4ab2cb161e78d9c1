"""Tax on an amount, to the last minor unit: one rule for carts, invoices, credit notes and refunds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .money import BASIS_POINTS, Money, round_half_up

MOST_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate by its name: 2,000 basis points are 20 %. `is_inclusive`: prices hold the tax already."""

    name: str
    basis_points: int
    is_inclusive: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.basis_points, int) or not 0 <= self.basis_points <= MOST_BASIS_POINTS:
            raise ValueError("A tax rate lies between 0 and 100 percent.")


NO_TAX = TaxRate("", 0, False)


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount taken apart: what is sold, and the tax on it. Both have the sign of the amount."""

    net: Money
    tax: Money

    @property
    def gross(self) -> Money:
        """What is to be paid: always `net + tax`."""
        return self.net + self.tax


def tax_on(amount: Money, rate: TaxRate) -> Taxed:
    """The tax on an amount after discount, rounded half up; a credit's (negative) likewise."""
    base = BASIS_POINTS + rate.basis_points if rate.is_inclusive else BASIS_POINTS
    tax = Money(round_half_up(Fraction(amount.minor * rate.basis_points, base)), amount.currency)
    return Taxed(amount - tax, tax) if rate.is_inclusive else Taxed(amount, tax)
