"""Who does it: every verb takes `by=`, and below the views nothing knows a request (DESIGN, "Actor")."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class NotWhileActing(PermissionError):
    """What only the person themselves may do was tried by somebody who acts for them (RELIABILITY 7)."""


class ActorKind(StrEnum):
    PERSON = "person"
    API_KEY = "api_key"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API key or a named system job.

    `key` is the person's uuid or the job's name, `label` what histories show; `acting_for` names the
    person for whom another one acts, or is empty; `crossing` is then the uuid of the crossing. `is_client`:
    on the client's side, as a contact or as staff in the client's portal; what is switched off there is refused.
    """

    kind: ActorKind
    key: str
    label: str
    acting_for: str = ""
    crossing: str = ""
    is_client: bool = False

    @classmethod
    def person(
        cls,
        uuid: UUID | str,
        label: str,
        *,
        acting_for: str = "",
        crossing: str = "",
        is_client: bool = False,
    ) -> Actor:
        return cls(ActorKind.PERSON, str(uuid), label, acting_for, crossing, is_client)

    @classmethod
    def system(cls, job: str) -> Actor:
        """A named job, such as `agenda` or `payments.webhook`."""
        return cls(ActorKind.SYSTEM, job, job)

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM


def only_oneself(by: Actor) -> None:
    """Raise `NotWhileActing` for somebody who acts for another person (DESIGN, "Crossings"; RELIABILITY 7)."""
    if by.acting_for:
        raise NotWhileActing(by.label)
