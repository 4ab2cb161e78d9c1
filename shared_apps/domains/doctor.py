"""Looks at a domain from outside: what the DNS answers, and what that means for each step.

Nothing here reads or writes a table.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings

from shared_apps.kernel.dns import Answer, look_up_all

from .names import registrable
from .records import LABEL


class Verdict(StrEnum):
    """What an answer means. The words for each are in `words.py`."""

    FINE = "fine"
    # Of the proof.
    MISSING = "missing"
    OTHER_VALUE = "other_value"
    DOUBLED = "doubled"
    MISPLACED = "misplaced"
    # Of the route.
    NOWHERE = "nowhere"
    ELSEWHERE = "elsewhere"
    MIXED = "mixed"
    IPV6 = "ipv6"
    # Of either: nobody knows.
    SILENT = "silent"
    BROKEN = "broken"
    # Of the certificate.
    WAITING = "waiting"
    UNREACHED = "unreached"
    UNTRUSTED = "untrusted"
    UNNEEDED = "unneeded"
    FORBIDDEN = "forbidden"


UNKNOWN = frozenset({Verdict.SILENT, Verdict.BROKEN})


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one step and the answers that it rests on."""

    verdict: Verdict
    answers: tuple[Answer, ...] = ()

    @property
    def is_fine(self) -> bool:
        return self.verdict is Verdict.FINE

    @property
    def is_unknown(self) -> bool:
        """Whether it says nothing: a time-out never counts against a domain."""
        return self.verdict in UNKNOWN

    @property
    def is_absent(self) -> bool:
        return not (self.is_fine or self.is_unknown)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Examination:
    """Both findings about a domain at one moment."""

    proof: Finding
    route: Finding

    def as_json(self) -> dict[str, Any]:
        return {"proof": self.proof.as_json(), "route": self.route.as_json()}


def examine(host: str, proof: str) -> Examination:
    """Ask the DNS whether the domain is proved and routed. Takes no longer than two questions in a row."""
    edge = settings.VITRINE_ROUTE_HOST
    questions = [(f"{LABEL}.{host}", "TXT"), (host, "A"), (host, "AAAA")]
    if edge:
        questions += [(edge, "A"), (edge, "AAAA")]
    text, four, six, *edges = look_up_all(questions)
    found = _proof(text, proof)
    if found.verdict is Verdict.MISSING:
        found = _misplaced(host, proof, text)
    return Examination(found, _route(four, six, edges))


def examine_proof(host: str, proof: str) -> Finding:
    """Ask the DNS whether the domain is proved, and nothing else."""
    [text] = look_up_all([(f"{LABEL}.{host}", "TXT")])
    found = _proof(text, proof)
    return _misplaced(host, proof, text) if found.verdict is Verdict.MISSING else found


def _proof(answer: Answer, proof: str) -> Finding:
    if answer.is_unknown:
        return Finding(_unknown(answer), (answer,))
    if not answer.is_found:
        return Finding(Verdict.MISSING, (answer,))
    said = _has(answer, proof)
    return Finding(Verdict.FINE if said else Verdict.OTHER_VALUE, (answer,))


def _misplaced(host: str, proof: str, asked: Answer) -> Finding:
    """Where else the record may have gone: below the domain's name twice, or at the domain itself."""
    doubled, bare = look_up_all([(f"{LABEL}.{host}.{registrable(host)}", "TXT"), (host, "TXT")])
    if _has(doubled, proof):
        return Finding(Verdict.DOUBLED, (asked, doubled))
    if _has(bare, proof):
        return Finding(Verdict.MISPLACED, (asked, bare))
    return Finding(Verdict.MISSING, (asked,))


def _has(answer: Answer, proof: str) -> bool:
    return any(value.strip().strip('"').strip().lower() == proof for value in answer.values)


def _route(four: Answer, six: Answer, edges: Sequence[Answer]) -> Finding:
    """A CNAME to our edge, or addresses that are all ours (also where a provider flattens an alias)."""
    answers = (four, six)
    found = {ipaddress.ip_address(value) for answer in answers for value in answer.values}
    ours = set(map(ipaddress.ip_address, settings.VITRINE_ROUTE_ADDRESSES))
    ours |= {ipaddress.ip_address(value) for answer in edges for value in answer.values}
    edge = settings.VITRINE_ROUTE_HOST
    if edge and edge in (*four.aliases, *six.aliases):
        return Finding(Verdict.FINE, answers)
    strange = found - ours
    if found and not strange:
        return Finding(Verdict.FINE, answers)
    if strange:
        return Finding(_strange(found & ours, strange), answers)
    silent = [answer for answer in (*answers, *edges) if answer.is_unknown]
    return Finding(_unknown(silent[0]) if silent else Verdict.NOWHERE, answers)


def _strange(ours: Iterable[Any], strange: Iterable[Any]) -> Verdict:
    """Some visitors, or all, come to another machine."""
    if not ours:
        return Verdict.ELSEWHERE
    return Verdict.IPV6 if all(address.version == 6 for address in strange) else Verdict.MIXED


def _unknown(answer: Answer) -> Verdict:
    return Verdict.SILENT if answer.outcome == "timeout" else Verdict.BROKEN
