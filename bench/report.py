"""One line per figure: ours, the baseline of the same run, their ratio, and the goal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

WIDTHS = (52, 14, 34, 12, 26)


@dataclass(frozen=True)
class Figure:
    """`goal_met` is None where there is nothing to hold the figure against."""

    what: str
    ours: str
    baseline: str = ""
    ratio: str = ""
    goal: str = ""
    goal_met: bool | None = None


def heading(title: str) -> None:
    print(f"\n{title}\n{'-' * len(title)}", flush=True)


def show(figure: Figure) -> None:
    mark = {True: "met", False: "MISSED", None: ""}[figure.goal_met]
    cells = (figure.what, figure.ours, figure.baseline, figure.ratio, figure.goal)
    line = " ".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
    print(f"{line} {mark}".rstrip(), flush=True)


def note(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


@contextmanager
def clock() -> Iterator[list[float]]:
    """Appends the seconds that the block took."""
    spent: list[float] = []
    began = time.perf_counter()
    yield spent
    spent.append(time.perf_counter() - began)


def ms(seconds: list[float]) -> str:
    """The median in milliseconds."""
    return f"{1000 * median(seconds):.1f} ms"
