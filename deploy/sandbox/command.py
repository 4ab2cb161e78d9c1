"""What the sandboxes' command lines share: serve until told to stop."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable
from typing import Protocol


class Running(Protocol):
    """A started sandbox."""

    url: str

    def stop(self) -> None:
        """Stop it."""


def options(name: str, *, port: int, data: str) -> argparse.ArgumentParser:
    """The options every sandbox takes."""
    parser = argparse.ArgumentParser(prog=f"python -m deploy.sandbox.{name}")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=port, help=f"port to listen on (default {port})")
    parser.add_argument("--data", "--dir", default=data, help=f"folder of its files (default {data})")
    return parser


def run(name: str, start: Callable[[], Running]) -> int:
    """Start the sandbox and wait for SIGINT or SIGTERM; a taken port is one clear line."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        sandbox = start()
    except OSError as error:
        print(f"{name}: cannot start: {error.strerror or error}. Is the port taken?", file=sys.stderr)
        return 1
    print(f"{name}: {sandbox.url}", flush=True)
    stopped.wait()
    sandbox.stop()
    return 0
