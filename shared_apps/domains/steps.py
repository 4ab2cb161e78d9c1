"""The domain doctor: the steps of a domain, each with its records, what was asked and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import words
from .doctor import UNKNOWN, Verdict
from .models import OwnDomain, Status
from .names import shown
from .records import Record, alias_record, proof_record, route_records

_GOOD = frozenset({Verdict.FINE, Verdict.UNNEEDED})


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the DNS and its answer, in words."""

    name: str
    type: str
    outcome: words.Text
    values: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `tone` as badges have it, `verdict` in words, the records to enter, and what was asked."""

    key: str
    title: words.Text
    tone: str
    icon: str
    verdict: words.Text
    records: tuple[Record, ...] = ()
    alias: Record | None = None
    questions: tuple[Question, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.tone == "pos"


def steps_of(domain: OwnDomain) -> list[Step]:
    """Proof, route and certificate of a domain, as they were found last."""
    proof = _step(
        domain,
        "proof",
        _("Prove that the domain is yours"),
        words.PROOF,
        records=(proof_record(domain.host, domain.proof),),
    )
    route = _step(
        domain,
        "route",
        _("Lead the domain here"),
        words.ROUTE,
        records=tuple(route_records(domain.host)),
        alias=alias_record(domain.host),
    )
    return [proof, route, _certificate(domain)]


def _step(
    domain: OwnDomain, key: str, title: words.Text, said: Mapping[str, words.Text], **more: Any
) -> Step:
    found: dict[str, Any] = domain.answers.get(key, {})
    verdict = found.get("verdict", "")
    tone, icon = _look(verdict, domain)
    questions = tuple(_question(answer) for answer in found.get("answers", ()))
    return Step(key, title, tone, icon, said.get(verdict, words.NOT_ASKED), questions=questions, **more)


def _certificate(domain: OwnDomain) -> Step:
    title = _("Get a certificate")
    if not domain.is_served:
        return Step("certificate", title, "mute", "circle-dashed", words.LATER)
    verdict = domain.answers.get("certificate", {}).get("verdict", "")
    if verdict in _GOOD or domain.status == Status.ACTIVE:
        return Step(
            "certificate", title, "pos", "check", words.CERTIFICATE.get(verdict, words.CERTIFICATE["fine"])
        )
    return Step("certificate", title, "warn", "hourglass", words.CERTIFICATE.get(verdict, words.LATER))


def _look(verdict: str, domain: OwnDomain) -> tuple[str, str]:
    if verdict in _GOOD:
        return "pos", "check"
    if not verdict or verdict in UNKNOWN:
        return "mute", "circle-dashed"
    return ("neg", "x") if domain.is_held else ("warn", "hourglass")


def _question(answer: Mapping[str, Any]) -> Question:
    return Question(
        shown(answer["name"]),
        answer["type"],
        words.OUTCOME.get(answer["outcome"], answer["outcome"]),
        tuple(answer["values"]),
        tuple(answer["aliases"]),
    )
