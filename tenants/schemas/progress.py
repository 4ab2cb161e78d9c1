"""A determinate bar on a terminal; elsewhere a line for every tenth."""

from __future__ import annotations

import threading
import time
from typing import TextIO

_WIDTH = 30


class Progress:
    """How far work over `total` schemas, or `what` else it is, has come."""

    def __init__(self, total: int, out: TextIO, *, what: str = "schemas") -> None:
        self.total, self.out, self.what = total, out, what
        self.count = 0
        self._began = time.monotonic()
        self._told = -1
        self._lock = threading.Lock()

    def advance(self, count: int) -> None:
        """`count` more are done; called from several threads."""
        with self._lock:
            self.count += count
            self._tell()

    def close(self) -> None:
        if self.out.isatty():
            self.out.write("\n")

    def _tell(self) -> None:
        if self.out.isatty():
            self.out.write(f"\r{self._bar()}")
        elif (tenth := 10 * self.count // max(self.total, 1)) > self._told:
            self._told = tenth
            self.out.write(f"{self._bar()}\n")
        self.out.flush()

    def _bar(self) -> str:
        share = self.count / max(self.total, 1)
        filled = "#" * round(_WIDTH * share)
        spent = time.monotonic() - self._began
        left = spent * (1 - share) / share if share else 0.0
        return f"[{filled:<{_WIDTH}}] {self.count}/{self.total} {self.what}, {left:.0f} s left"
