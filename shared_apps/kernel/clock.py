"""The time of day, in one place, so that development and tests can move it forward."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

Offset = Callable[[], timedelta]

_offset: Offset = timedelta


def now() -> datetime:
    """The present moment in UTC; moved by whatever the composition root gave to `move_by`."""
    return timezone.now() + _offset()


def move_by(offset: Offset) -> None:
    """Let `now()` read a shift (development's movable clock, tests). Never called in production."""
    global _offset
    _offset = offset
