"""A name server on loopback with zones that a test writes: real packets, real time-outs (dnslib)."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

from dnslib import QTYPE, RCODE, RR
from dnslib.server import BaseResolver, DNSLogger, DNSServer

PATIENCE_SECONDS = 4


class Zones(BaseResolver):
    """Answers as a recursive server would: aliases followed, wildcards expanded, whole names failing or silent."""

    def __init__(self) -> None:
        self.records: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.failing: set[str] = set()
        self.silent: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        self._server = DNSServer(self, address="127.0.0.1", port=0, logger=DNSLogger("-request,-reply"))
        self.port: int = self._server.server.server_address[1]

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server.start_thread()

    def stop(self) -> None:
        self._server.stop()
        self._server.server.server_close()

    def put(self, name: str, record_type: str, *values: str) -> None:
        """The records of a type at a name; none takes them away."""
        kept = [record for record in self.records[name] if record[0] != record_type]
        self.records[name] = kept + [(record_type, value) for value in values]
        if not self.records[name]:
            del self.records[name]

    def resolve(self, request: Any, handler: Any) -> Any:
        reply = request.reply()
        name, wanted = str(request.q.qname).rstrip(".").lower(), QTYPE[request.q.qtype]
        self.asked.append((name, wanted))
        if name in self.silent:
            time.sleep(PATIENCE_SECONDS)
        if name in self.failing:
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        self._answer(reply, name, wanted)
        return reply

    def _answer(self, reply: Any, name: str, wanted: str, hops: int = 0) -> None:
        found = self.records.get(name) or self._wildcard(name)
        if found is None:
            if not any(known.endswith(f".{name}") for known in self.records):
                reply.header.rcode = RCODE.NXDOMAIN
            return
        for kind, value in found:
            if kind in (wanted, "CNAME"):
                quoted = '"' + value.replace('"', '\\"') + '"' if kind == "TXT" else value
                reply.add_answer(*RR.fromZone(f"{name}. 1 IN {kind} {quoted}"))
            if kind == "CNAME" and wanted != "CNAME" and hops < 8:
                self._answer(reply, value.rstrip("."), wanted, hops + 1)

    def _wildcard(self, name: str) -> list[tuple[str, str]] | None:
        while "." in name:
            name = name.partition(".")[2]
            if found := self.records.get(f"*.{name}"):
                return found
            if name in self.records:
                return None
        return None
