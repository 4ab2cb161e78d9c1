"""Tells whoever waits what is being done and for how long."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_lock = threading.Lock()


def say(text: str = "", screen: TextIO | None = None) -> None:
    """Print one line now, even into a pipe."""
    with _lock:
        print(text, flush=True, file=screen or sys.stdout)


@contextmanager
def step(label: str) -> Iterator[None]:
    """Show `label` while the block runs: a spinner on a terminal, plain lines elsewhere.

    A block of less than a second leaves no line. What the block does to sys.stdout does not matter.
    """
    watch = _Watch(label, sys.stdout)
    watch.start()
    try:
        yield
    except BaseException:
        watch.end("✗")
        raise
    watch.end("✓")


class _Watch(threading.Thread):
    """Follows one step from its second second on."""

    def __init__(self, label: str, screen: TextIO) -> None:
        super().__init__(daemon=True)
        self.label, self.screen = label, screen
        self.started = time.monotonic()
        self.ended = threading.Event()

    def run(self) -> None:
        if self.ended.wait(1):
            return
        if self.screen.isatty():
            self._spin()
        else:
            say(f"  … {self.label}", self.screen)

    def end(self, outcome: str) -> None:
        self.ended.set()
        self.join()
        if self._elapsed() >= 1:
            say(f"  {outcome} {self.label} ({self._elapsed():.1f} s)", self.screen)

    def _elapsed(self) -> float:
        return time.monotonic() - self.started

    def _spin(self) -> None:
        turn = 0
        while not self.ended.wait(0.1):
            turn += 1
            with _lock:
                mark = SPINNER[turn % len(SPINNER)]
                print(
                    f"\r  {mark} {self.label} {self._elapsed():.0f} s", end="", flush=True, file=self.screen
                )
        with _lock:
            print("\r\x1b[K", end="", flush=True, file=self.screen)
