"""Calls that can never leave this machine: a sandbox only ever posts to loopback."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit


class NotLoopback(ValueError):
    """The address is not on this machine."""


def loopback_address(host: str) -> str:
    """The loopback address for `host`; names end in `localhost`, everything else is refused unasked."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return "127.0.0.1"
    try:
        if ipaddress.ip_address(name).is_loopback:
            return name
    except ValueError:
        pass
    raise NotLoopback(f"{host!r} is not a loopback host")


def split_loopback(url: str) -> SplitResult:
    """The parts of an http(s) URL on this machine, or `NotLoopback`."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotLoopback(f"{url!r} is not an http address")
    try:
        _ = parts.port
    except ValueError as error:
        raise NotLoopback(str(error)) from None
    loopback_address(parts.hostname)
    return parts


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float) -> int:
    """Post `body` and answer the status; the name is resolved here and sent as Host."""
    parts = split_loopback(url)
    connection = _connect(parts, seconds)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, {"Host": parts.netloc.rpartition("@")[2], **headers})
        response = connection.getresponse()
        response.read(65_536)
        return response.status
    finally:
        connection.close()


def _connect(parts: SplitResult, seconds: float) -> http.client.HTTPConnection:
    address = loopback_address(parts.hostname or "")
    if parts.scheme == "https":
        # A local proxy signs with its own authority; the other end is this machine either way.
        context = ssl._create_unverified_context()
        return http.client.HTTPSConnection(address, parts.port or 443, timeout=seconds, context=context)
    return http.client.HTTPConnection(address, parts.port or 80, timeout=seconds)
