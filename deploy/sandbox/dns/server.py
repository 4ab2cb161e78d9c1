"""DNS over UDP on one loopback port."""

from __future__ import annotations

import socketserver
import threading
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from deploy.sandbox.dns.zone import Zone

TTL_SECONDS = 1


class NameServer(socketserver.ThreadingUDPServer):
    """Answers from a zone until it is stopped."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, zone: Zone, host: str, port: int) -> None:
        self.zone = zone
        super().__init__((host, port), _Question)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Question(socketserver.BaseRequestHandler):
    server: NameServer

    def handle(self) -> None:
        packet, line = self.request
        try:
            question = dns.message.from_wire(packet)
        except dns.exception.DNSException:
            return
        reply = _reply(self.server.zone, question)
        if reply is not None:
            line.sendto(reply.to_wire(), self.client_address)


def _reply(zone: Zone, question: Any) -> Any:
    """The answer to a question; None where the zone says that nobody answers."""
    reply = dns.message.make_response(question, recursion_available=True)
    asked = question.question[0]
    code, records = zone.answer(
        asked.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(asked.rdtype)
    )
    if code == "SILENT":
        return None
    reply.set_rcode(dns.rcode.from_text(code))
    for name, kind, value in records:
        text = f'"{value}"' if kind == "TXT" else f"{value.rstrip('.')}." if kind == "CNAME" else value
        try:
            reply.answer.append(dns.rrset.from_text(f"{name}.", TTL_SECONDS, "IN", kind, text))
        except (dns.exception.DNSException, ValueError):
            # A line that somebody is still typing.
            continue
    return reply
