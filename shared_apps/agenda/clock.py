"""Development's movable clock: a shift that every process of this machine reads from one small file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings

_seen: tuple[float, timedelta] = (0.0, timedelta())


class ClockFixed(RuntimeError):
    """The clock can be moved in development alone."""


def shift() -> timedelta:
    """By how much the clock is ahead. Read again only when the file has changed."""
    global _seen
    try:
        changed_at = _file().stat().st_mtime
    except FileNotFoundError:
        return timedelta()
    if changed_at != _seen[0]:
        _seen = (changed_at, timedelta(seconds=float(_file().read_text() or 0)))
    return _seen[1]


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
