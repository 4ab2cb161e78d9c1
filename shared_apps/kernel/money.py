"""Money in integer minor units. One exponent table, one rounding rule, exact splits (DESIGN, "Money")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

EXPONENTS = {"IRR": 0, "TRY": 2, "THB": 2, "USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}

BASIS_POINTS = 10_000
LARGEST_MINOR = 10**15


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one calculation."""


class UnknownCurrency(ValueError):
    """A currency code that the exponent table does not know."""


def round_half_up(value: Fraction) -> int:
    """The one rounding rule: to the nearest minor unit, halves away from zero."""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    rounded = whole + (1 if 2 * rest >= value.denominator else 0)
    return rounded if value >= 0 else -rounded


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount: `minor` units (kuruş, satang, rial) of an ISO 4217 `currency`."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise UnknownCurrency(self.currency)
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("Money counts whole minor units.")

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @classmethod
    def from_major(cls, amount: Decimal | int | str, currency: str) -> Money:
        """From major units (lira, baht), rounded to the minor unit; `ValueError` for what is no number."""
        if currency not in EXPONENTS:
            raise UnknownCurrency(currency)
        try:
            scaled = Decimal(amount).scaleb(EXPONENTS[currency])
            return cls(int(scaled.quantize(Decimal(1), ROUND_HALF_UP)), currency)
        except ArithmeticError as wrong:
            raise ValueError(f"{amount!r} is no amount.") from wrong

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-EXPONENTS[self.currency])

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        if not isinstance(count, int) or isinstance(count, bool):
            raise TypeError("Multiply money by a whole number; use share() for parts.")
        return Money(self.minor * count, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.major} {self.currency}"

    def share(self, basis_points: int) -> Money:
        """A part in basis points (2,000 = 20 %), rounded half up."""
        return Money(round_half_up(Fraction(self.minor * basis_points, BASIS_POINTS)), self.currency)

    def fraction(self, part: int, whole: int) -> Money:
        """`part/whole` of the amount, rounded half up: prorations and partial reversals."""
        if whole <= 0:
            raise ValueError("The whole must be positive.")
        return Money(round_half_up(Fraction(self.minor * part, whole)), self.currency)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Parts in proportion to `weights` that add up to the amount exactly (largest remainder)."""
        total = sum(weights)
        if total <= 0 or any(weight < 0 for weight in weights):
            raise ValueError("Weights must be zero or more and not all zero.")
        shares = [divmod(abs(self.minor) * weight, total) for weight in weights]
        missing = abs(self.minor) - sum(whole for whole, _ in shares)
        by_remainder = sorted(range(len(shares)), key=lambda i: (-shares[i][1], i))
        extra = set(by_remainder[:missing])
        sign = 1 if self.minor >= 0 else -1
        return [Money(sign * (whole + (i in extra)), self.currency) for i, (whole, _) in enumerate(shares)]

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor


def total(amounts: Sequence[Money], currency: str) -> Money:
    """The sum of amounts of one currency; zero of `currency` when there is none."""
    return sum(amounts, Money.zero(currency))
