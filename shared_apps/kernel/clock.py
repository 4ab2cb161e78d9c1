"""The time of day, in one place, so that development and tests can move it forward."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

Shift = Callable[[], timedelta]


@dataclass
class _Clock:
    shift: Shift = timedelta


_clock = _Clock()


def now() -> datetime:
    """The present moment in UTC, moved by whatever was given to `move_by`."""
    return timezone.now() + _clock.shift()


def this_second() -> datetime:
    """The present moment without its fraction: where paid time is counted from, by the second."""
    return now().replace(microsecond=0)


def move_by(shift: Shift) -> None:
    """Let `now()` read a shift (development's movable clock, tests). Never called in production."""
    _clock.shift = shift
