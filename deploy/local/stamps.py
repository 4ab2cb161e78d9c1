"""Remembers which set-up steps are done, so that the next start skips them."""

import hashlib
from pathlib import Path


def fingerprint(*parts: Path | str) -> str:
    """A digest of files' contents and of plain strings."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Whether the step behind `stamp` was last done for this very `value`."""
    try:
        return stamp.read_text() == value
    except FileNotFoundError:
        return False


def mark(stamp: Path, value: str) -> None:
    """Record that the step is done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
