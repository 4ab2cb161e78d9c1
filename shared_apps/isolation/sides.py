"""One of the two tenants of a proof, and how an answer to the other one's people is judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from tenants.records import TenantRecord

from .addresses import Address
from .markers import Markers
from .people import Crowd, Member
from .things import Thing
from .visitor import Answer

_REFUSALS = frozenset({401, 403, 404, 405, 410, 429})
# Sign in first, or show once more who you are: both before anything is looked up.
_AT_THE_DOOR = ("/accounts/login/", "/accounts/confirm/")


@dataclass(frozen=True, slots=True)
class Opened:
    """An address that its rightful visitor opened with a value; `kind` by what came back."""

    address: Address
    value: str
    kind: str
    by: Member


@dataclass
class Side:
    """A tenant with its things, its people, and what gives it away.

    `may_write`: a tenant that the proof made itself, so that forms may be sent in it.
    """

    tenant: TenantRecord
    things: list[Thing]
    markers: Markers
    crowd: Crowd
    may_write: bool
    opened: list[Opened] = field(default_factory=list)

    def values(self, converter: str) -> set[str]:
        kind = converter if converter in ("uuid", "int", "slug") else "str"
        return {value for thing in self.things for value in thing.values[kind]}


def is_refused(answer: Answer) -> bool:
    """Whether an answer says no: not there, not allowed, or sign in first."""
    if answer.status in _REFUSALS:
        return True
    return answer.status == 302 and answer.location.startswith(_AT_THE_DOOR)


def leak_in(answer: Answer, victim: Side, *, asked: str) -> str:
    """What of the victim an answer gave away; empty where nothing."""
    shown = victim.markers.found_in(answer, asked=asked)
    return f"{answer.status}, and in it: {', '.join(shown[:5])}" if shown else ""


def kind_of(answer: Answer, otherwise: str) -> str:
    """Which kind of probe an answer makes: by its content type."""
    kinds = {"text/csv": "exports", "application/json": "api", "application/zip": "exports"}
    if answer.content_type in kinds:
        return kinds[answer.content_type]
    is_file = answer.content_type.startswith(("image/", "application/pdf", "application/octet"))
    return "files" if is_file else otherwise
