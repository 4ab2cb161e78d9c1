"""What an amount is worth in another currency, by the catalogue: what it suggests for the same plans in both.

There are no exchange rates here. The operator's own prices say how it sees the currencies.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from statistics import median

from shared_apps.catalog.models import Price
from shared_apps.kernel.money import Money

Rates = dict[tuple[str, str], Fraction]


def rates() -> Rates:
    """For each pair of currencies in which the same plans have prices: minor units of the second for one of the
    first. One query."""
    found: dict[int, dict[str, int]] = {}
    rows = Price.objects.filter(plan__isnull=False, suggested_minor__gt=0)
    for plan, currency, minor in rows.values_list("plan_id", "currency", "suggested_minor"):
        found.setdefault(plan, {})[currency] = minor
    ratios: dict[tuple[str, str], list[Fraction]] = {}
    for prices in found.values():
        for one, minor in prices.items():
            for other, others in prices.items():
                ratios.setdefault((one, other), []).append(Fraction(others, minor))
    return {pair: median(several) for pair, several in ratios.items()}


def worth(amounts: Iterable[Money], currency: str, known: Rates) -> Money:
    """The sum of amounts in one currency; an amount for which the catalogue knows no rate counts for nothing."""
    total = Fraction(0)
    for amount in amounts:
        rate = Fraction(1) if amount.currency == currency else known.get((amount.currency, currency))
        total += amount.minor * (rate or Fraction(0))
    return Money(int(total), currency)
