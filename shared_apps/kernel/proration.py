"""What a part of a paid period is worth, by the second, exact to the last unit.

The used part is rounded half up; the unused part is the rest, never rounded by itself. So used + unused is the price,
and a chain of changes in one period adds up: every credit takes back exactly what the charge before it had asked for
the same time (RELIABILITY 20).
"""

from __future__ import annotations

from datetime import datetime

from .money import Money
from .periods import Stretch, seconds


def used(price: Money, paid: Stretch, at: datetime) -> Money:
    """What of a stretch's price is used up at a moment: nothing before it, all of it after."""
    whole = seconds(paid.start, paid.end)
    if not whole:
        return price if at >= paid.end else Money.zero(price.currency)
    return price.fraction(min(seconds(paid.start, at), whole), whole)


def unused(price: Money, paid: Stretch, at: datetime) -> Money:
    """What is left of it."""
    return price - used(price, paid, at)


def priced(price: Money, stretch: Stretch) -> Money:
    """What a stretch costs at the price of a whole period, rounded half up."""
    return price.fraction(stretch.part, stretch.whole)
