"""HTTP to a host that somebody else named: through the guard, to the checked address, with an end (RELIABILITY 11).

The certificate is verified against the name, no redirect is followed, no proxy is read from the environment, and
both the answer's size and the whole time are bounded.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from .outside import Refused, checked_addresses, open_checked

WEB_PORTS = frozenset({443, 8443})
SECONDS = 8.0
MOST_BYTES = 256 * 1024


class FetchFailed(Exception):
    """No usable answer. `code`: address, refused, unreachable, tls, timeout, redirect, too_large, broken, not_json."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; the body as far as it may go."""

    status: int
    body: bytes

    @property
    def is_ok(self) -> bool:
        return self.status == 200

    def json(self) -> dict[str, Any]:
        """The body as an object; `FetchFailed` where it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as wrong:
            raise FetchFailed("not_json") from wrong
        if not isinstance(found, dict):
            raise FetchFailed("not_json")
        return found


def fetch(
    url: str, *, body: bytes | None = None, headers: dict[str, str] | None = None, seconds: float = 0
) -> Answer:
    """GET an address, or POST `body` to it, within `seconds` (0: the usual time). Raises `FetchFailed`."""
    parts = parts_of(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _named_faults(), _connected(parts, seconds or SECONDS) as line:
        line.request(
            "GET" if body is None else "POST",
            path,
            body,
            {"Accept": "application/json", "User-Agent": "portal/1", **(headers or {})},
        )
        response = line.getresponse()
        if 300 <= response.status < 400:
            raise FetchFailed("redirect")
        found = response.read(MOST_BYTES + 1)
        if len(found) > MOST_BYTES:
            raise FetchFailed("too_large")
        return Answer(response.status, found)


def parts_of(url: str) -> SplitResult:
    """The parts of an https address without user or fragment; `FetchFailed` for any other.

    A host of `VITRINE_OUTSIDE_ALLOWED` (development only) may be named with http.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise FetchFailed("address") from wrong
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _may_be_plain(parts.hostname, port))
    if not (is_safe and parts.hostname) or parts.username is not None or parts.fragment or not url.isascii():
        raise FetchFailed("address")
    if any(ord(sign) <= 32 for sign in url):
        raise FetchFailed("address")
    return parts


def _may_be_plain(host: str | None, port: int | None) -> bool:
    return settings.DEVELOPMENT and f"{host}:{port or 80}" in settings.OUTSIDE_ALLOWED


@contextmanager
def _connected(parts: SplitResult, seconds: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to an address that was checked, hung up when the time is over."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    bare = open_checked(checked_addresses(host, port, ports=WEB_PORTS), port, seconds)
    # A second handle, since TLS takes the first one over.
    handle = bare.dup()
    is_over: list[bool] = []
    timer = Timer(seconds, _hang_up, [handle, is_over])
    timer.daemon = True
    timer.start()
    line = http.client.HTTPConnection(host, port)
    try:
        line.sock = _secured(bare, host) if parts.scheme == "https" else bare
        yield line
        if is_over:
            # An answer without a length looks whole when the line is cut.
            raise FetchFailed("timeout")
    except (OSError, http.client.HTTPException) as fault:
        if is_over:
            raise FetchFailed("timeout") from fault
        raise
    finally:
        timer.cancel()
        line.close()
        bare.close()
        handle.close()


def _secured(bare: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(bare, server_hostname=host)


def _hang_up(handle: socket.socket, is_over: list[bool]) -> None:
    is_over.append(True)
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


@contextmanager
def _named_faults() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise FetchFailed(
            "unreachable" if refused.code in ("silence", "unresolved") else "refused"
        ) from refused
    except ssl.SSLError as wrong:
        raise FetchFailed("tls") from wrong
    except TimeoutError as late:
        raise FetchFailed("timeout") from late
    except http.client.HTTPException as wrong:
        raise FetchFailed("broken") from wrong
    except OSError as fault:
        raise FetchFailed("unreachable") from fault
