"""Tells whoever waits what is being done and for how long."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_lock = threading.Lock()
_busy = threading.Lock()


def say(text: str = "") -> None:
    """Print one line now, even into a pipe."""
    with _lock:
        print(text, flush=True)


@contextmanager
def step(label: str) -> Iterator[None]:
    """Show `label` while the block runs: a spinner on a terminal, plain lines elsewhere.

    A block of less than a second leaves no line. Steps that run side by side share one spinner.
    """
    started = time.monotonic()
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(label, started, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
    if time.monotonic() - started >= 1:
        say(f"  ✓ {label} ({time.monotonic() - started:.1f} s)")


def _watch(label: str, started: float, done: threading.Event) -> None:
    if done.wait(1):
        return
    if not sys.stdout.isatty():
        say(f"  … {label}")
        return
    with _busy:
        _spin(label, started, done)


def _spin(label: str, started: float, done: threading.Event) -> None:
    turn = 0
    while not done.wait(0.1):
        turn += 1
        with _lock:
            elapsed = time.monotonic() - started
            print(f"\r  {SPINNER[turn % len(SPINNER)]} {label} {elapsed:.0f} s", end="", flush=True)
    with _lock:
        print("\r\x1b[K", end="", flush=True)
