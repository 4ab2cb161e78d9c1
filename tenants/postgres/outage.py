"""While the server is away, requests are told so at once instead of each waiting for the pool (RELIABILITY 19)."""

from __future__ import annotations

import threading
from time import monotonic
from typing import Any

import psycopg

# How long nobody asks again after a failure; then one request tries for all.
REST_SECONDS = 1.0


class OutageGuard:
    """Remembers that connecting failed. A pool that is only busy does not count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self._errors_seen = 0
        self._served_at = 0.0

    def admit(self) -> None:
        """Raise at once when connecting failed a moment ago; let one caller through to try again."""
        if not self._closed_until:
            return
        with self._lock:
            if monotonic() < self._closed_until:
                raise psycopg.OperationalError("The database could not be reached a moment ago.")
            self._closed_until = monotonic() + REST_SECONDS

    def succeeded(self) -> None:
        self._closed_until = 0.0
        self._served_at = monotonic()

    def failed(self, pool: Any) -> None:
        """Note a time-out of the pool, if new connections were refused and nobody got one meanwhile."""
        if monotonic() - self._served_at < 2 * REST_SECONDS:
            return
        errors = pool.get_stats().get("connections_errors", 0)
        with self._lock:
            if errors > self._errors_seen:
                self._errors_seen = errors
                self._closed_until = monotonic() + REST_SECONDS
