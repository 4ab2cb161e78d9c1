"""Faults that tests order for a sandbox's next calls, by account."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from deploy.sandbox.web import Dropped

KINDS = {
    "timeout_before": "no answer and no effect",
    "timeout_after": "the effect happens, the answer never comes",
    "reset_before": "the connection is reset, no effect",
    "reset_after": "the effect happens, then the connection is reset",
    "error_before": "a 500 and no effect",
    "error_after": "the effect happens, the answer is a 500",
    "rate_limit": "a 429 and no effect",
}


@dataclass(frozen=True)
class Fault:
    """What goes wrong, for how many calls, where (part of `METHOD /path`), how long a time-out holds."""

    kind: str
    match: str = ""
    times: int = 1
    seconds: float = 30.0


class Faults:
    """The faults in waiting, by account; forgotten when the sandbox stops."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Fault]] = {}
        self.released = threading.Event()

    def order(self, account: str, fault: Fault) -> None:
        """Let `fault` happen to the account's next matching calls."""
        with self._lock:
            self._waiting.setdefault(account, []).append(fault)

    def clear(self) -> None:
        """Nothing goes wrong any more; calls that hang are dropped now."""
        with self._lock:
            self._waiting.clear()
            self.released.set()
            self.released = threading.Event()

    def take(self, account: str, method: str, path: str) -> Fault | None:
        """The fault for this call, used up."""
        with self._lock:
            waiting = self._waiting.get(account, [])
            for at, fault in enumerate(waiting):
                if fault.match in f"{method} {path}":
                    waiting[at : at + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                    return fault
        return None

    def waiting(self) -> dict[str, list[Fault]]:
        """What is still to happen."""
        with self._lock:
            return {account: list(faults) for account, faults in self._waiting.items() if faults}

    def drop(self, fault: Fault) -> None:
        """End the call without an answer, after the wait of a time-out."""
        if fault.kind.startswith("timeout"):
            self.released.wait(fault.seconds)
        raise Dropped(reset=fault.kind.startswith("reset"))
