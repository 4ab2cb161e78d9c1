"""The records that a domain needs: what to enter where."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.conf import settings

from .names import is_apex, relative

LABEL = "_portal-verify"


@dataclass(frozen=True, slots=True)
class Record:
    """A record to enter: its name in full, as panels want it that add the domain, its type and its value."""

    name: str
    relative: str
    type: str
    value: str


def proof_record(host: str, proof: str) -> Record:
    """The record that proves ownership; its name tells nothing of whose portal it is."""
    return _record(f"{LABEL}.{host}", host, "TXT", proof)


def route_records(host: str) -> list[Record]:
    """The records that lead visitors here: one CNAME, or addresses where the DNS allows no CNAME or we name none."""
    if settings.VITRINE_ROUTE_HOST and not is_apex(host):
        return [_record(host, host, "CNAME", settings.VITRINE_ROUTE_HOST)]
    return [
        _record(host, host, "AAAA" if ipaddress.ip_address(address).version == 6 else "A", address)
        for address in settings.VITRINE_ROUTE_ADDRESSES
    ]


def alias_record(host: str) -> Record | None:
    """What does the same as the addresses of an apex, at providers that know it."""
    if not is_apex(host) or not settings.VITRINE_ROUTE_HOST:
        return None
    return _record(host, host, "ALIAS", settings.VITRINE_ROUTE_HOST)


def _record(name: str, host: str, record_type: str, value: str) -> Record:
    return Record(name, relative(name, host), record_type, value)
