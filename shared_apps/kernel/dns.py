"""Questions to the DNS, asked of the configured servers alone, and what was answered."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum

import dns.exception
import dns.name
import dns.nameserver
import dns.rdata
import dns.resolver
from django.conf import settings
from dns.rdtypes.txtbase import TXTBase

LIFETIME_SECONDS = 3.0
PORT = 53
MOST_ALIASES = 8


class Outcome(StrEnum):
    """What came of a question. Only `NONE` and `NXDOMAIN` say that a record is absent."""

    FOUND = "found"
    NONE = "none"
    NXDOMAIN = "nxdomain"
    TIMEOUT = "timeout"
    SERVFAIL = "servfail"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked (`name`, `type`) and what was answered.

    `values`: records as text, those of a TXT record without quotes; `aliases`: the names that CNAME records
    led to, in order.
    """

    name: str
    type: str
    outcome: Outcome
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def is_found(self) -> bool:
        return self.outcome is Outcome.FOUND

    @property
    def is_absent(self) -> bool:
        """Whether the DNS said for certain that there is no such record."""
        return self.outcome in (Outcome.NONE, Outcome.NXDOMAIN)

    @property
    def is_unknown(self) -> bool:
        """Whether nobody answered, or a server failed: it says nothing about the record."""
        return self.outcome in (Outcome.TIMEOUT, Outcome.SERVFAIL)


def resolver() -> dns.resolver.Resolver:
    """A resolver of `VITRINE_DNS_SERVERS` (host:port), or of the system where that is empty; 3 s a question."""
    servers: list[str] = settings.VITRINE_DNS_SERVERS
    found = dns.resolver.Resolver(configure=not servers)
    if servers:
        found.nameservers = [_server(server) for server in servers]
    found.lifetime = LIFETIME_SECONDS
    found.timeout = LIFETIME_SECONDS / 2
    found.search = []
    found.retry_servfail = False
    return found


def look_up(name: str, record_type: str) -> Answer:
    """Ask for the records of a type (A, AAAA, CNAME, MX, TXT …) at a name in A-labels.

    Aliases are followed for every type but CNAME. A name that cannot be asked for does not exist.
    """
    wanted = record_type.upper()
    answer = Answer(name.rstrip(".").lower(), wanted, Outcome.NONE)
    at, met = answer.name, {answer.name}
    while True:
        here = _ask(at, wanted)
        answer = replace(
            answer, outcome=here.outcome, values=here.values, aliases=answer.aliases + here.aliases
        )
        last = answer.aliases[-1] if answer.aliases else at
        # Only a server that does not follow aliases itself leaves one that leads on.
        if here.outcome is not Outcome.NONE or last in met or len(answer.aliases) >= MOST_ALIASES:
            return answer
        met.add(last)
        at = last


def look_up_all(questions: Sequence[tuple[str, str]]) -> list[Answer]:
    """Ask several things at once, so that a server which keeps silent is waited for only once."""
    with ThreadPoolExecutor(max_workers=max(len(questions), 1)) as askers:
        return list(askers.map(lambda question: look_up(*question), questions))


def _ask(name: str, wanted: str) -> Answer:
    """One question and the aliases that came with its answer."""
    if not name:
        return Answer(name, wanted, Outcome.NXDOMAIN)
    try:
        question = dns.name.from_text(name.encode("ascii").decode())
        found = resolver().resolve(question, wanted, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN as absent:
        return Answer(name, wanted, Outcome.NXDOMAIN, aliases=_aliases_of(absent, name))
    except dns.resolver.LifetimeTimeout:
        return Answer(name, wanted, Outcome.TIMEOUT)
    except (UnicodeEncodeError, dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel):
        return Answer(name, wanted, Outcome.NXDOMAIN)
    # No server that answers, an answer that cannot be read, a chain of aliases without an end.
    except (dns.exception.DNSException, OSError, EOFError):
        return Answer(name, wanted, Outcome.SERVFAIL)
    values = tuple(_text(record) for record in found.rrset) if found.rrset else ()
    aliases = () if wanted == "CNAME" else _chain(found.chaining_result)
    return Answer(name, wanted, Outcome.FOUND if values else Outcome.NONE, values, aliases)


def _aliases_of(absent: dns.resolver.NXDOMAIN, name: str) -> tuple[str, ...]:
    """The aliases that led to a name which does not exist."""
    for response in absent.responses().values():  # type: ignore[no-untyped-call]
        return _chain(response.resolve_chaining())
    return ()


def _chain(chaining: object) -> tuple[str, ...]:
    cnames = getattr(chaining, "cnames", [])
    return tuple(str(record.target).rstrip(".").lower() for rrset in cnames for record in rrset)


def _text(record: dns.rdata.Rdata) -> str:
    if isinstance(record, TXTBase):
        text = b"".join(record.strings).decode(errors="replace")
        # Anybody may write anything there, and PostgreSQL keeps no NUL.
        return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return record.to_text().rstrip(".").lower()


def _server(address: str) -> dns.nameserver.Nameserver:
    """`1.2.3.4`, `1.2.3.4:5353` or `[::1]:5353`."""
    host, colon, port = address.rpartition(":")
    if not colon or (":" in host and not host.endswith("]")):
        host, port = address, str(PORT)
    literal = str(ipaddress.ip_address(host.strip("[]")))
    return dns.nameserver.Do53Nameserver(literal, int(port))
