"""Charts drawn on the server, as SVG that follows the brand and the theme."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from branding.formats import date, month_of

WIDTH, HEIGHT = 720, 240
GRID_LINES = 3
STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)

Value = int | float | Decimal


@dataclass(frozen=True)
class Month:
    """A month of the reader's calendar: its first and last day, and its name."""

    first: dt.date
    last: dt.date
    label: str


@dataclass(frozen=True)
class Chart:
    """A line over labels, with an earlier line to compare when there is one.

    Money when a currency is named.
    """

    labels: Sequence[str]
    values: Sequence[Value]
    before: Sequence[Value] = field(default_factory=tuple)
    name: str = ""
    before_name: str = ""
    currency: str = ""


def months_back(until: dt.date, count: int = 12, lang: str | None = None) -> list[Month]:
    """The `count` months of the reader's calendar that end with the one of `until`, oldest first."""
    months: list[Month] = []
    last = _month_end(until, lang)
    for _ in range(count):
        first = _month_start(last, lang)
        months.append(Month(first, last, date(first, "month", lang)))
        last = first - dt.timedelta(days=1)
    return months[::-1]


def sum_by_month(amounts: Iterable[tuple[dt.date, Value]], months: Sequence[Month]) -> list[Value]:
    """Adds daily amounts up to the months they fall in; days outside are left out."""
    sums: list[Value] = [0] * len(months)
    for day, amount in amounts:
        for at, month in enumerate(months):
            if month.first <= day <= month.last:
                sums[at] += amount  # type: ignore[operator]
    return sums


def ceiling(values: Iterable[Value]) -> float:
    """The top of the scale: a round number that three grid lines divide well."""
    largest = max((float(value) for value in values), default=0.0)
    if largest <= 0:
        return float(GRID_LINES)
    rough = largest / GRID_LINES
    power = 10.0 ** math.floor(math.log10(rough))
    return GRID_LINES * power * next(step for step in STEPS if step * power >= rough * 0.999999)


def smooth_path(values: Sequence[Value], top: float, is_area: bool = False) -> str:
    """A monotone cubic line through the values: it never swings beyond them."""
    if not values:
        return ""
    across = [index * WIDTH / max(1, len(values) - 1) for index in range(len(values))]
    down = [HEIGHT - float(value) / top * HEIGHT for value in values]
    if len(values) == 1:
        across, down = [0.0, float(WIDTH)], down * 2
    path = f"M{across[0]:.1f} {down[0]:.1f}" + _curves(across, down)
    return f"{path}L{WIDTH} {HEIGHT}L0 {HEIGHT}Z" if is_area else path


def spark_points(values: Sequence[Value], width: int = 88, height: int = 28, pad: int = 2) -> str:
    """The points of a sparkline that fills its box."""
    numbers = [float(value) for value in values]
    if len(numbers) < 2:
        numbers = (numbers or [0.0]) * 2
    low, high = min(numbers), max(numbers)
    reach = (high - low) or 1
    step = (width - 2 * pad) / (len(numbers) - 1)
    points = (
        (pad + index * step, height - pad - (number - low) / reach * (height - 2 * pad))
        for index, number in enumerate(numbers)
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _curves(across: Sequence[float], down: Sequence[float]) -> str:
    slopes = _tangents(across, down)
    parts = []
    for at in range(len(across) - 1):
        third = (across[at + 1] - across[at]) / 3
        parts.append(
            f"C{across[at] + third:.1f} {down[at] + third * slopes[at]:.1f} "
            f"{across[at + 1] - third:.1f} {down[at + 1] - third * slopes[at + 1]:.1f} "
            f"{across[at + 1]:.1f} {down[at + 1]:.1f}"
        )
    return "".join(parts)


def _tangents(across: Sequence[float], down: Sequence[float]) -> list[float]:
    """Fritsch and Carlson's slopes (1980), which keep the curve monotone between points."""
    pairs = range(len(across) - 1)
    secants = [(down[at + 1] - down[at]) / (across[at + 1] - across[at]) for at in pairs]
    inner = [0.0 if a * b <= 0 else (a + b) / 2 for a, b in pairwise(secants)]
    slopes = [secants[0], *inner, secants[-1]]
    for at, secant in enumerate(secants):
        if secant == 0:
            slopes[at] = slopes[at + 1] = 0.0
            continue
        size = math.hypot(slopes[at] / secant, slopes[at + 1] / secant)
        if size > 3:
            slopes[at] *= 3 / size
            slopes[at + 1] *= 3 / size
    return slopes


def _month_start(day: dt.date, lang: str | None) -> dt.date:
    month = month_of(day, lang)
    while month_of(day - dt.timedelta(days=1), lang) == month:
        day -= dt.timedelta(days=1)
    return day


def _month_end(day: dt.date, lang: str | None) -> dt.date:
    month = month_of(day, lang)
    while month_of(day + dt.timedelta(days=1), lang) == month:
        day += dt.timedelta(days=1)
    return day
