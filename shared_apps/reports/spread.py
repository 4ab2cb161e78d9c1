"""Parts of an amount for the lines of an invoice, exact both ways: over the lines, and over all payments together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from shared_apps.kernel.money import round_half_up


def spread(amount: int, weights: Sequence[int], before: Sequence[int]) -> list[int]:
    """Part `amount` by `weights`, where the lines had `before` already. All in minor units; any may be negative.

    The parts add up to the amount. Once all that came adds up to the weights, each line has its own weight; once
    everything went back, each has nothing. Weights that add up to nothing leave it to the first line.
    """
    whole = sum(weights)
    if not whole:
        return [amount, *[0] * (len(weights) - 1)]
    so_far = sum(before) + amount
    marks = [0, *(round_half_up(Fraction(so_far * upto, whole)) for upto in accumulate(weights))]
    return [after - mark - had for (mark, after), had in zip(pairwise(marks), before, strict=True)]
