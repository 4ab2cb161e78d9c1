"""The guard before every connection to a host that somebody else named (RELIABILITY 11).

The name is resolved once, every address is judged, and the socket goes to an address that was judged: an answer
that changes afterwards changes nothing. Nothing here follows a redirect or reads a proxy from the environment.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .dns import look_up

Address = IPv4Address | IPv6Address

# More addresses than this say nothing new, and each that keeps silent costs a wait.
MOST_ADDRESSES = 4
SMTP_PORTS = frozenset({25, 465, 587, 2525})
_NAME = re.compile(
    r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
_LITERAL_LIKE = re.compile(r"[0-9a-fx.:%\[\]]+", re.ASCII)

# Named, because Python's `is_global` lets some of them pass, and knows others only since a later release.
NEVER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; one cloud keeps its metadata at 100.100.100.200
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own host, at an address that looks public
        "169.254.0.0/16",  # link-local; the metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # unspecified, loopback and IPv4 in disguise
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",  # NAT64 leads to any IPv4 address
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4 likewise
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)


class Refused(ValidationError):
    """We do not connect there. `reason` says why in the reader's language; `code` is for programs."""

    @property
    def reason(self) -> str:
        return str(self.messages[0])


def checked_address(host: str, port: int, *, ports: Collection[int] | None = None) -> tuple[str, int]:
    """The address to connect to for `host` and `port`; `Refused` unless every address of it may be reached."""
    return checked_addresses(host, port, ports=ports)[0], port


def checked_addresses(host: str, port: int, *, ports: Collection[int] | None = None) -> list[str]:
    """Every address of `host`; `Refused` if one of them, the name or the port is not to be reached.

    `ports` limits the port. `VITRINE_OUTSIDE_ALLOWED` (development only) lets named hosts be loopback.
    """
    host = host.strip().rstrip(".").lower()
    if _is_allowed(host, port):
        return [str(address) for address in _resolved(host)]
    if ports is not None and port not in ports:
        raise Refused(
            _("Port %(port)s is not allowed. Choose one of: %(ports)s."),
            "port",
            {"port": port, "ports": ", ".join(str(each) for each in sorted(ports))},
        )
    found = _resolved(host)
    if not all(is_public(address) for address in found):
        raise Refused(
            _("%(host)s leads to an address that is not on the public internet."), "private", {"host": host}
        )
    return [str(address) for address in found]


def open_socket(
    host: str, port: int, timeout: float, *, ports: Collection[int] | None = None
) -> socket.socket:
    """A connected socket to a checked address. Raises `Refused`, or `OSError` where nobody answers."""
    return open_checked(checked_addresses(host, port, ports=ports), port, timeout)


def open_checked(addresses: Sequence[str], port: int, timeout: float) -> socket.socket:
    """Connect to the first of these literal addresses that answers; no name is looked up again.

    `timeout` is for all of them together, in seconds.
    """
    fault: OSError | None = None
    end = time.monotonic() + timeout
    for address in addresses[:MOST_ADDRESSES]:
        left = end - time.monotonic()
        if left <= 0:
            break
        try:
            line = socket.create_connection((str(ip_address(address)), port), left)
        except OSError as refused:
            fault = refused
        else:
            line.settimeout(timeout)
            return line
    raise fault or TimeoutError("No address answered in time.")


def is_public(address: Address) -> bool:
    """Whether an address may be reached: global, and in none of the networks of `NEVER`."""
    if any(address in network for network in NEVER if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _resolved(host: str) -> list[Address]:
    literal = _literal(host)
    if literal:
        return [literal]
    if not _NAME.fullmatch(host):
        raise Refused(_("This is not the name of a host."), "name")
    if host == "localhost" or host.endswith(".localhost"):
        return [ip_address("127.0.0.1")]
    answers = [look_up(host, kind) for kind in ("A", "AAAA")]
    found = [ip_address(text) for answer in answers for text in answer.values]
    if found:
        return found
    if any(answer.is_unknown for answer in answers):
        raise Refused(
            _("The DNS did not answer the question for %(host)s. Try again."), "silence", {"host": host}
        )
    raise Refused(_("No address was found for %(host)s."), "unresolved", {"host": host})


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        # 127.1 and 0x7f.1 are addresses to some resolvers: they are none here, and no names either.
        if _LITERAL_LIKE.fullmatch(host) and not re.search(r"\.[a-z]", host):
            raise Refused(_("This is not the name of a host."), "name") from None
        return None


def _is_allowed(host: str, port: int) -> bool:
    return settings.DEVELOPMENT and f"{host}:{port}" in settings.OUTSIDE_ALLOWED
