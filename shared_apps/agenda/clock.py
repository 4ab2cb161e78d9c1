"""Development's movable clock: a shift that every process of this machine reads from one small file."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings


class ClockFixed(RuntimeError):
    """The clock can be moved in development alone."""


def shift() -> timedelta:
    """By how much the clock is ahead. Read again only when the file has changed."""
    try:
        return _read(_file().stat().st_mtime_ns)
    except FileNotFoundError:
        return timedelta()


@lru_cache(maxsize=1)
def _read(changed_at: int) -> timedelta:
    return timedelta(seconds=float(_file().read_text() or 0))


def move(by: timedelta) -> timedelta:
    """Move the clock forward and say where it stands; `ClockFixed` outside development."""
    if not settings.DEVELOPMENT:
        raise ClockFixed("The clock can be moved in development alone.")
    ahead = max(shift() + by, timedelta())
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text(str(ahead.total_seconds()))
    return ahead


def _file() -> Path:
    return Path(settings.DATA_DIR) / "clock"
